//! Certificate authorities beside the usual ones, for portals and authorization servers in a closed network. They are
//! trusted additionally: no check is left out.

use std::sync::Arc;

use reqwest::{Certificate, Client};

/// Authorities out of a PEM file.
#[derive(Clone, Debug)]
pub struct ExtraRoots(Arc<[Certificate]>);

impl ExtraRoots {
    /// Reads certificates in PEM. `None` when there is none, or one that is not to be used.
    #[must_use]
    pub fn parse(pem: &[u8]) -> Option<Self> {
        let certificates = Certificate::from_pem_bundle(pem).ok().filter(|found| !found.is_empty())?;
        // What the certificates hold is read only when a client is built with them.
        Client::builder().tls_certs_merge(certificates.clone()).build().ok()?;
        Some(Self(certificates.into()))
    }

    pub(super) fn certificates(&self) -> impl Iterator<Item = Certificate> + '_ {
        self.0.iter().cloned()
    }
}
