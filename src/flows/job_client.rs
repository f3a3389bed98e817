//! The client of a job: as which user it works, what that user may do, and how it reaches the portal. Each call reads
//! the user's token or webhook and permission again, so a call never uses an old permission.

use std::future::Future;
use std::sync::Arc;

use super::access::Access;
pub use super::access::AccessError;
use super::failure::Failure;
use super::{Flows, Viewer};
use crate::bitrix::error::RestError;
use crate::bitrix::rest::{Caller, RestClient};
use crate::domain::job::JobId;
use crate::domain::portal::Endpoint;
use crate::domain::settings::{OpenDeals, Settings};
use crate::domain::token::Principal;

/// Calls one portal as one user, for a job.
#[derive(Clone, Debug)]
pub struct JobClient {
    rest: RestClient,
    identity: Identity,
}

#[derive(Clone, Debug)]
enum Identity {
    /// A user of an installed app.
    User { flows: Box<Flows>, access: Arc<Access>, principal: Principal, job: JobId },
    /// The user of this webhook. The settings of administrators do not apply.
    Webhook { caller: Caller, settings: Box<Settings> },
}

impl JobClient {
    pub(super) fn for_user(flows: &Flows, principal: &Principal, job: JobId) -> Self {
        let identity = Identity::User {
            flows: Box::new(flows.clone()),
            access: Arc::clone(&flows.access),
            principal: principal.clone(),
            job,
        };
        Self { rest: flows.rest.clone(), identity }
    }

    /// A client that uses a webhook. The settings of administrators do not apply, and no copies are kept.
    #[must_use]
    pub fn for_webhook(rest: RestClient, caller: Caller) -> Self {
        let settings = Settings { open_deals: OpenDeals::Delete, snapshot_days: 0, ..Settings::default() };
        Self { rest, identity: Identity::Webhook { caller: caller.for_job(), settings: Box::new(settings) } }
    }

    /// The REST client with its limiter.
    #[must_use]
    pub fn rest(&self) -> &RestClient {
        &self.rest
    }

    /// Calls the portal. Calls of pages go first.
    pub async fn call<T, F>(&self, call: impl Fn(Caller) -> F) -> Result<T, AccessError>
    where
        F: Future<Output = Result<T, RestError>>,
    {
        match &self.identity {
            Identity::User { access, principal, .. } => {
                let viewer = self.viewer().await?;
                access.run(&viewer.portal, principal, |caller| call(caller.for_job())).await
            }
            Identity::Webhook { caller, .. } => call(caller.clone()).await.map_err(from_webhook_error),
        }
    }

    /// The present address of the portal.
    ///
    /// # Errors
    /// [`Failure::PortalUnauthorized`] when the job's portal has left.
    pub async fn endpoint(&self) -> Result<Endpoint, Failure> {
        match &self.identity {
            Identity::User { .. } => Ok(self.viewer().await?.portal.endpoint),
            Identity::Webhook { caller, .. } => Ok(caller.endpoint.clone()),
        }
    }

    /// The present settings, if the user may delete now.
    ///
    /// # Errors
    /// [`Failure::NotPermitted`] when the user may not delete; [`Failure::DayLimit`] when the user has reached the
    /// day's limit; others when this could not be found out.
    pub async fn settings(&self) -> Result<Settings, Failure> {
        match &self.identity {
            Identity::User { flows, principal, .. } => {
                let viewer = self.viewer().await?;
                let settings = flows.settings(&viewer).await?.settings;
                flows.may_delete(&viewer, &settings).await?;
                if flows.store.is_day_limit_reached(principal, settings.max_contacts_per_day).await? {
                    return Err(Failure::DayLimit);
                }
                Ok(settings)
            }
            Identity::Webhook { settings, .. } => Ok(settings.as_ref().clone()),
        }
    }

    /// Checks whether the user may restore contacts now.
    ///
    /// # Errors
    /// [`Failure::NotPermitted`] when the user may not restore; others when this could not be found out.
    pub async fn may_restore(&self) -> Result<(), Failure> {
        match &self.identity {
            Identity::User { flows, .. } => flows.may_restore(&self.viewer().await?).await,
            Identity::Webhook { .. } => Ok(()),
        }
    }

    /// The user and the portal of the job. A job is removed when its portal leaves, so its client never works for a
    /// later installation.
    async fn viewer(&self) -> Result<Viewer, Failure> {
        let Identity::User { flows, principal, job, .. } = &self.identity else {
            return Err(Failure::PortalUnauthorized);
        };
        let portal = flows.store.find_portal_of(*job, &principal.member_id).await?;
        let portal = portal.ok_or(Failure::PortalUnauthorized)?;
        Ok(Viewer { principal: principal.clone(), portal })
    }
}

/// A webhook cannot be renewed, and there is no way to find the new address of its portal. Waiting for either would
/// never end, so the job pauses.
fn from_webhook_error(error: RestError) -> AccessError {
    if error.needs_new_token() || matches!(error, RestError::Moved) {
        AccessError::Failure(Failure::PortalUnauthorized)
    } else {
        AccessError::Rest(error)
    }
}

impl Flows {
    /// The client of a job that a user of an installed app created.
    #[must_use]
    pub fn job_client(&self, principal: &Principal, job: JobId) -> JobClient {
        JobClient::for_user(self, principal, job)
    }
}
