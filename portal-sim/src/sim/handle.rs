//! The handle on a running simulator.

use std::sync::Arc;
use std::sync::atomic::Ordering;

use crate::clock::SimClock;
use crate::faults::Faults;
use crate::portal::Portal;
use crate::sync::lock;
use crate::world::{Call, RegisteredApp, TokenPair, World};

/// Portals and their authorization server. They run until this is dropped.
#[derive(Debug)]
pub struct Sim {
    pub(super) world: Arc<World>,
    client_id: String,
    client_secret: String,
}

impl Sim {
    pub(super) fn new(world: Arc<World>) -> Self {
        let RegisteredApp { client_id, client_secret, .. } = world.app();
        Self { world, client_id, client_secret }
    }

    /// Scheme, host and port of the authorization server.
    #[must_use]
    pub fn oauth_url(&self) -> String {
        self.world.oauth_url()
    }

    /// The id of the application under test.
    #[must_use]
    pub fn client_id(&self) -> &str {
        &self.client_id
    }

    /// The secret of the application under test.
    #[must_use]
    pub fn client_secret(&self) -> &str {
        &self.client_secret
    }

    /// Registers the address of the application. Its pages are `/app`, `/install`, `/placement` and `/oauth/callback`.
    pub fn register_app(&self, public_url: &str) {
        lock(&self.world.apps)[0].set_public_url(public_url);
    }

    /// The portal with this number, counting from 0; panics if there is none.
    #[must_use]
    pub fn portal(&self, index: usize) -> Portal {
        Portal::new(Arc::clone(&self.world), index)
    }

    /// All portals.
    #[must_use]
    pub fn portals(&self) -> Vec<Portal> {
        (0..self.world.portals.len()).map(|index| self.portal(index)).collect()
    }

    /// The clock of the whole simulator.
    #[must_use]
    pub fn clock(&self) -> &SimClock {
        &self.world.clock
    }

    /// The faults of the authorization server. Its methods are `oauth/token`, `app.info` and `oauth/authorize`.
    #[must_use]
    pub fn oauth_faults(&self) -> &Faults {
        &self.world.oauth_faults
    }

    /// The calls of the authorization server in order. `oauth/authorize` of all portals is among them.
    #[must_use]
    pub fn oauth_calls(&self) -> Vec<Call> {
        self.world.oauth_journal.list()
    }

    /// How many refreshes succeeded.
    #[must_use]
    pub fn refreshes(&self) -> usize {
        self.world.refreshes.load(Ordering::SeqCst)
    }

    /// Registers another application. Its tokens are valid too.
    #[must_use]
    pub fn add_foreign_app(&self) -> ForeignApp {
        let mut apps = lock(&self.world.apps);
        let card = RegisteredApp::new(&format!("foreign/{}/{}", self.world.settings.seed, apps.len()));
        let client_id = card.client_id.clone();
        let client_secret = card.client_secret.clone();
        apps.push(card);
        ForeignApp { client_id, client_secret }
    }
}

impl Drop for Sim {
    fn drop(&mut self) {
        self.world.servers.stop_all();
    }
}

/// Another registered application.
#[derive(Debug, Clone)]
pub struct ForeignApp {
    client_id: String,
    client_secret: String,
}

impl ForeignApp {
    /// Its id.
    #[must_use]
    pub fn client_id(&self) -> &str {
        &self.client_id
    }

    /// Its secret.
    #[must_use]
    pub fn client_secret(&self) -> &str {
        &self.client_secret
    }

    /// Issues a pair of tokens of this application for a user of the portal.
    #[must_use]
    pub fn mint_pair(&self, portal: &Portal, user_id: u64) -> TokenPair {
        portal.mint_pair_for(&self.client_id, user_id)
    }
}
