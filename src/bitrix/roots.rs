//! Additional certificate authorities, for portals and authorization servers in a closed network. They are trusted in
//! addition to the usual ones; no check is skipped.

use std::sync::Arc;

use reqwest::{Certificate, Client};

/// Certificate authorities from a PEM file.
#[derive(Clone, Debug)]
pub struct ExtraRoots(Arc<[Certificate]>);

impl ExtraRoots {
    /// Reads certificates in PEM. `None` when there is no certificate or one of them is not usable.
    #[must_use]
    pub fn parse(pem: &[u8]) -> Option<Self> {
        let certificates = Certificate::from_pem_bundle(pem).ok().filter(|found| !found.is_empty())?;
        // The content of the certificates is checked only when a client is built with them.
        Client::builder().tls_certs_merge(certificates.clone()).build().ok()?;
        Some(Self(certificates.into()))
    }

    pub(super) fn certificates(&self) -> impl Iterator<Item = Certificate> + '_ {
        self.0.iter().cloned()
    }
}
