//! Deletes expired data. The administrators choose within bounds how long data is kept. The clock and the rows decide
//! what has expired.

use std::time::Duration;

use super::Flows;
use super::removals::WAIT_IN_ROUND;
use crate::domain::clock::UnixTime;
use crate::domain::ids::MemberId;
use crate::store::StoreError;

const DAY: Duration = Duration::from_hours(24);
/// Most lines of one portal's request log, for any number of days: about ten megabytes.
const MOST_REQUESTS: u32 = 100_000;
/// How long an unconfirmed draft is still shown after it has ended. Drafts and uncollected sets that no user touches
/// end after the same time, because they contain search conditions.
const DRAFT_KEPT: Duration = Duration::from_hours(7 * 24);
/// A paused job can be resumed for at least so many days, even if the history is kept for fewer.
const REST_DAYS: u32 = 30;
/// How long the settings of a portal that has left are kept.
const AFTER_LEAVING: Duration = Duration::from_hours(365 * 24);

impl Flows {
    /// Deletes expired data. A failure for one portal does not stop the others.
    pub async fn delete_expired(&self) -> Result<(), StoreError> {
        let now = self.clock.now();
        self.store.drop_attempts().await?;
        self.store.drop_seen_events().await?;
        self.store.drop_counted_deletions().await?;
        self.store.drop_drafts(now.minus(DRAFT_KEPT)).await?;
        let snapshots = self.store.purge_snapshots().await?;
        if snapshots > 0 {
            tracing::info!(snapshots, "expired copies of contacts were destroyed");
        }
        for left in self.store.list_portals_left_before(now.minus(AFTER_LEAVING)).await? {
            if self.store.wipe_portal(&left).await? {
                tracing::info!(portal.member_id = %left.member_id,
                    "the data of a portal that left long ago was deleted");
            }
        }
        for member_id in self.store.list_portals().await? {
            if let Err(error) = self.delete_expired_of(&member_id, now).await {
                tracing::error!(portal.member_id = %member_id, %error, "expired data of a portal could not be deleted");
            }
        }
        self.run_removals(WAIT_IN_ROUND).await;
        Ok(())
    }

    async fn delete_expired_of(&self, member_id: &MemberId, now: UnixTime) -> Result<(), StoreError> {
        let settings = self.store.find_settings(member_id).await?.settings;
        let before = |days: u32| now.minus(DAY * days);
        // Some copies may still have a longer lifetime: a process may have ended before it shortened them, or their
        // call was in flight then.
        self.store.shorten_copies(member_id, settings.snapshot_days).await?;
        let lines = self.store.shorten_audit(member_id, before(settings.audit_days)).await?;
        let ended = self
            .store
            .end_abandoned_jobs(
                member_id,
                (now.minus(DRAFT_KEPT), before(settings.audit_days.max(REST_DAYS))),
            )
            .await?;
        if ended > 0 {
            tracing::info!(portal.member_id = %member_id, ended, "jobs that no user touched were ended");
        }
        // The outcomes of single contacts are part of the history and are deleted with it.
        let jobs = self.store.drop_jobs(member_id, before(settings.audit_days)).await?;
        let calls =
            self.store.shorten_requests(member_id, before(settings.request_log_days), MOST_REQUESTS).await?;
        if lines + calls + jobs > 0 {
            tracing::info!(portal.member_id = %member_id, lines, calls, jobs, "expired data was deleted");
        }
        Ok(())
    }
}
