//! Deletes one contact and keeps a copy. The deletion is a job of one contact, and the request itself works on it.
//! The copy and the job are stored before the call goes out. If the process ends in between, a worker finds the job.
//! The worker only looks up the contact and sends no second deletion.

use std::time::Duration;

use uuid::Uuid;

use super::{DeletionError, SingleDeletion, require_begun};
use crate::bitrix::contacts::bulk::{self, BatchPlan, ReadOptions};
use crate::bitrix::rest::Caller;
use crate::domain::ids::ContactId;
use crate::domain::job::JobId;
use crate::domain::settings::Settings;
use crate::flows::failure::Failure;
use crate::flows::{Flows, Viewer};
use crate::store::StoreError;
use crate::store::jobs::{Lease, NewSingle};

/// How long the job stays claimed without a heartbeat.
const LEASE: Duration = Duration::from_secs(8);
const HEARTBEAT: Duration = Duration::from_secs(2);
/// How often saving the result is retried while the database does not answer, and the pause between two tries.
const TRIES: u32 = 5;
const PAUSE: Duration = Duration::from_millis(200);

impl Flows {
    /// Stores a copy of the contact and deletes it. Returns the job that can restore it.
    pub(super) async fn delete_with_copy(
        &self,
        viewer: &Viewer,
        deletion: SingleDeletion,
        settings: &Settings,
        request_id: &str,
    ) -> Result<JobId, DeletionError> {
        let keeps_open_deal = deletion.keeps_open_deal(settings);
        let body = self.read_whole(viewer, deletion.id, settings, keeps_open_deal).await?;
        let days = Duration::from_hours(24 * u64::from(settings.snapshot_days));
        let new = NewSingle {
            principal: &viewer.principal,
            generation: viewer.portal.generation,
            contact_id: deletion.id,
            body: &body,
            expires_at: self.clock.now().plus(days),
            include_open_deals: !keeps_open_deal,
            request_id,
            day_limit: settings.max_contacts_per_day,
        };
        let owner = Uuid::now_v7().to_string();
        let lease =
            require_begun(self.store.begin_single(&new, &owner, LEASE).await.map_err(Failure::from)?)?;
        let result = tokio::select! {
            result = self.delete_and_confirm(viewer, deletion.id, settings.method, true, Some(&lease)) => result,
            never = self.keep_lease(&lease) => match never {},
        };
        self.end_single(&lease, deletion.id, &result).await;
        match result {
            Ok(()) => Ok(lease.job),
            Err(DeletionError::Unknown(failure)) => Err(DeletionError::LeftToJob(lease.job, failure)),
            Err(failed) => Err(failed),
        }
    }

    /// Reads the whole contact. `Err` if the contact must be kept.
    async fn read_whole(
        &self,
        viewer: &Viewer,
        id: ContactId,
        settings: &Settings,
        keeps_open_deal: bool,
    ) -> Result<String, Failure> {
        let plan = BatchPlan {
            lookups: Vec::new(),
            reads: vec![id],
            read_options: ReadOptions { is_whole: true, asks_about_deals: keeps_open_deal },
            deletes: Vec::new(),
            method: settings.method,
            halts: false,
        };
        let (rest, plan) = (&self.rest, &plan);
        let call = |caller: Caller| async move { bulk::execute(rest, &caller, plan).await };
        let reply = self.access.run(&viewer.portal, &viewer.principal, call).await?;
        if let Some(trouble) = reply.trouble {
            return Err(trouble.into());
        }
        if !reply.read.contains(&id) {
            return Err(Failure::PortalUnavailable("the contact could not be read".to_owned()));
        }
        let found = reply.found.into_iter().find(|found| found.id == id).ok_or(Failure::ContactNotFound)?;
        match found.has_open_deals {
            Some(true) if keeps_open_deal => Err(Failure::HasOpenDeal),
            None if keeps_open_deal => Err(Failure::DealsUnknown),
            _ => Ok(found.body.to_string()),
        }
    }

    /// Extends the lease as long as this is polled.
    async fn keep_lease(&self, lease: &Lease) -> std::convert::Infallible {
        loop {
            self.clock.sleep(HEARTBEAT).await;
            if let Err(error) = self.store.extend_leases(std::slice::from_ref(lease), LEASE).await {
                tracing::error!(%error, "the lease of a single deletion was not extended");
            }
        }
    }

    /// Saves the result. If it cannot be saved now, a worker looks up the contact, as after a crash.
    async fn end_single(&self, lease: &Lease, id: ContactId, result: &Result<(), DeletionError>) {
        let mut tries = 0;
        loop {
            let written: Result<(), StoreError> = match result {
                Ok(()) => self.store.finish_single(lease, id).await.map(drop),
                Err(DeletionError::Failed(_)) => self.store.forget_single(lease).await,
                Err(DeletionError::Unknown(_) | DeletionError::LeftToJob(..)) => {
                    self.store.leave_single_to_worker(lease).await
                }
            };
            match written {
                Err(error) if error.is_temporary() && tries < TRIES => {
                    tries += 1;
                    self.clock.sleep(PAUSE).await;
                }
                Err(error) => {
                    tracing::error!(job.id = %lease.job, %error, "the result of a single deletion was not saved");
                    return;
                }
                Ok(()) => break,
            }
        }
        if matches!(result, Err(DeletionError::Unknown(_))) {
            self.wake_worker();
        }
    }
}
