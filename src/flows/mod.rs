//! The use cases of the app. They reach the portal through `bitrix` and the database through `store`, and know
//! nothing of HTTP.
//!
//! Functions that return a `Result` fail when the database or the portal does not answer. `# Errors` sections name
//! only further reasons.

mod access;
pub mod audit;
mod background;
pub mod browse;
pub mod choices;
mod claim_limiter;
pub mod connect;
pub mod erase;
pub mod erasure;
pub mod events;
pub mod failure;
pub mod impact;
pub mod install;
pub mod installation;
mod installation_status;
mod introduction;
pub mod job_client;
pub mod job_names;
pub mod jobs;
pub mod keep_alive;
pub mod notices;
pub mod open;
mod portal_facts;
pub mod query;
mod recent_renewals;
mod removals;
mod rename;
mod renewal;
mod request;
pub mod requests;
pub mod restore;
pub mod retention;
mod rights;
pub mod saved_filters;
pub mod settings;
mod single_flight;
pub mod snapshots;
pub mod unfinished_installations;
pub mod unproven_removals;
mod verified_tokens;

use std::sync::Arc;

use tokio::runtime::Handle;
use tokio::sync::{Mutex, Notify};
use tokio_util::sync::CancellationToken;

use crate::bitrix::oauth::OAuth;
use crate::bitrix::observer::CallObserver;
use crate::bitrix::rest::RestClient;
use crate::domain::audit::{AuditAction, AuditEntry};
use crate::domain::clock::SharedClock;
use crate::domain::ids::{MemberId, UserId};
use crate::domain::portal::{Portal, PortalStatus};
use crate::domain::token::Principal;
use crate::store::{Store, StoreError};
use access::Access;
use background::Background;
use choices::SourceCache;
use claim_limiter::ClaimLimiter;
use failure::Failure;
use open::{OpenError, Opened};
use requests::RequestLog;
use rights::AdministratorChecks;
use single_flight::SingleFlight;
use verified_tokens::VerifiedTokens;

pub use request::in_request;

pub use crate::bitrix::contacts::Search;
pub use crate::bitrix::inbound::{
    AuthorizeRedirect, EventPost, FramePost, MAX_POST_BYTES, Malformed, Placement, read_pasted_portal,
    read_portal,
};

/// The use cases and what they need.
#[derive(Clone, Debug)]
pub struct Flows {
    store: Store,
    rest: RestClient,
    oauth: OAuth,
    access: Arc<Access>,
    background: Background,
    administrators: Arc<AdministratorChecks>,
    sources: Arc<SourceCache>,
    claim_limiter: ClaimLimiter,
    openings: Arc<SingleFlight<[u8; 32], Result<Opened, OpenError>>>,
    verified_tokens: Arc<VerifiedTokens>,
    requests: Arc<RequestLog>,
    clock: SharedClock,
    public_url: String,
    job_due: Arc<Notify>,
    stopping: CancellationToken,
    removing: Arc<Mutex<()>>,
}

/// A user of an installed portal who makes a request or owns a job.
#[derive(Clone, Debug)]
pub struct Viewer {
    /// Portal and user. The portal is called only with this user's token.
    pub principal: Principal,
    /// The portal as it is now.
    pub portal: Portal,
}

impl Viewer {
    /// A line of the audit about an action of the viewer.
    fn entry(&self, action: AuditAction, outcome: &'static str, request_id: impl Into<String>) -> AuditEntry {
        AuditEntry::new(self.principal.clone(), Some(self.portal.generation), action, outcome, request_id)
    }
}

impl Flows {
    /// Creates the use cases. Work that must not break off runs on `runtime`. Portals and browsers reach this service
    /// at `public_url`.
    #[must_use]
    pub fn new(
        store: Store,
        bitrix: (RestClient, OAuth),
        clock: SharedClock,
        runtime: Handle,
        public_url: String,
    ) -> Self {
        let (rest, oauth) = bitrix;
        let requests = Arc::new(RequestLog::new(store.clone(), Arc::clone(&clock), &runtime));
        let rest = rest.observed_by(Arc::clone(&requests) as Arc<dyn CallObserver>);
        let background = Background::new(runtime, Arc::clone(&clock));
        let access =
            Access::new(store.clone(), rest.clone(), oauth.clone(), Arc::clone(&clock), background.clone());
        let access = Arc::new(access);
        let administrators = Arc::default();
        let openings = Arc::new(SingleFlight::new(background.clone()));
        let claim_limiter = ClaimLimiter::new(Arc::clone(&clock));
        let job_due = Arc::default();
        Self {
            store,
            rest,
            oauth,
            access,
            background,
            administrators,
            sources: Arc::default(),
            claim_limiter,
            openings,
            verified_tokens: Arc::default(),
            requests,
            clock,
            public_url,
            job_due,
            stopping: CancellationToken::new(),
            removing: Arc::default(),
        }
    }

    /// The clock of all use cases.
    #[must_use]
    pub fn clock(&self) -> SharedClock {
        Arc::clone(&self.clock)
    }

    /// Cancelled when the service is about to stop. Endless streams have to end then.
    #[must_use]
    pub fn stopping(&self) -> &CancellationToken {
        &self.stopping
    }

    /// Checks whether the database answers.
    pub async fn ready(&self) -> Result<(), StoreError> {
        self.store.ping().await
    }

    /// The user of a session. `None` when the session's installation has ended.
    pub async fn viewer(
        &self,
        member_id: MemberId,
        user_id: UserId,
        generation: i64,
    ) -> Result<Option<Viewer>, StoreError> {
        let portal = self.store.find_portal(&member_id).await?;
        let is_same =
            |portal: &Portal| portal.generation == generation && portal.status != PortalStatus::Removed;
        let living = portal.filter(is_same);
        Ok(living.map(|portal| Viewer { principal: Principal { member_id, user_id }, portal }))
    }

    /// The error for a missing row: the session has ended if its installation has; `otherwise` in other cases.
    async fn not_found<E: From<Failure>>(&self, viewer: &Viewer, otherwise: E) -> E {
        match self.store.is_living(&viewer.portal.installation()).await {
            Ok(true) => otherwise,
            Ok(false) => Failure::SessionOver.into(),
            Err(error) => Failure::from(error).into(),
        }
    }

    /// Waits a few seconds for background work and closes the database.
    pub async fn close(&self) {
        self.background.finish().await;
        self.requests.flush().await;
        self.store.close().await;
    }
}
