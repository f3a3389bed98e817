//! The running simulator.

use std::sync::Arc;
use std::sync::atomic::Ordering;

use crate::builder::SimBuilder;
use crate::clock::SimClock;
use crate::faults::Faults;
use crate::journal::Call;
use crate::lock;
use crate::oauth::Pair;
use crate::portal::Portal;
use crate::world::{AppCard, World};

/// Portals and their authorization server, running until this is dropped.
#[derive(Debug)]
pub struct Sim {
    pub(crate) world: Arc<World>,
    pub(crate) client_id: String,
    pub(crate) client_secret: String,
}

impl Sim {
    /// Sets a simulator up.
    #[must_use]
    pub fn builder() -> SimBuilder {
        SimBuilder::default()
    }

    pub(crate) fn of(world: Arc<World>) -> Self {
        let AppCard { client_id, client_secret, .. } = world.app();
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

    /// Its secret.
    #[must_use]
    pub fn client_secret(&self) -> &str {
        &self.client_secret
    }

    /// Registers where the application runs: `/app`, `/install`, `/placement` and `/oauth/callback` below.
    pub fn register_app(&self, public_url: &str) {
        let base = public_url.trim_end_matches('/');
        let mut apps = lock(&self.world.apps);
        apps[0].app_url = format!("{base}/app");
        apps[0].install_url = format!("{base}/install");
        apps[0].placement_url = format!("{base}/placement");
        apps[0].redirect_url = format!("{base}/oauth/callback");
    }

    /// The portal with this number, from 0; panics when there is none.
    #[must_use]
    pub fn portal(&self, index: usize) -> Portal {
        Portal::new(Arc::clone(&self.world), index)
    }

    /// All portals.
    #[must_use]
    pub fn portals(&self) -> Vec<Portal> {
        (0..self.world.portals.len()).map(|index| self.portal(index)).collect()
    }

    /// The clock that everything here reads.
    #[must_use]
    pub fn clock(&self) -> &SimClock {
        &self.world.clock
    }

    /// The faults of the authorization server: methods `oauth/token`, `app.info`, `oauth/authorize`.
    #[must_use]
    pub fn oauth_faults(&self) -> &Faults {
        &self.world.oauth_faults
    }

    /// The authorization server's calls, in order; `oauth/authorize` of all portals too.
    #[must_use]
    pub fn oauth_calls(&self) -> Vec<Call> {
        self.world.oauth_journal.list()
    }

    /// How many refreshes succeeded.
    #[must_use]
    pub fn refreshes(&self) -> usize {
        self.world.refreshes.load(Ordering::SeqCst)
    }

    /// Registers another application, whose tokens are as valid as ours.
    #[must_use]
    pub fn add_foreign_app(&self) -> ForeignApp {
        let mut apps = lock(&self.world.apps);
        let card = AppCard::new(&format!("foreign/{}/{}", self.world.settings.seed, apps.len()));
        let client_id = card.client_id.clone();
        let client_secret = card.client_secret.clone();
        apps.push(card);
        ForeignApp { client_id, client_secret }
    }
}

impl Drop for Sim {
    fn drop(&mut self) {
        for server in lock(&self.world.servers).drain(..) {
            drop(server.stop(false));
        }
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

    /// A pair of tokens for this application, of a user of the portal.
    #[must_use]
    pub fn mint_pair(&self, portal: &Portal, user_id: u64) -> Pair {
        portal.mint_pair_for(&self.client_id, user_id)
    }
}
