//! What is kept for a time and no longer. How long is decided by the administrators, within bounds; when it is over, by
//! the clock and the rows.

use std::time::Duration;

use super::Flows;
use super::removals::WAIT_IN_ROUND;
use crate::domain::clock::UnixTime;
use crate::domain::ids::MemberId;
use crate::store::StoreError;

const DAY: Duration = Duration::from_hours(24);
/// Most lines of the request log that one portal may have, however many days it keeps: some ten megabytes.
const MOST_REQUESTS: u32 = 100_000;
/// How long a draft that nobody confirmed is still shown; and how long one, or a job whose set is not collected, may rest
/// with what is searched for.
const DRAFT_KEPT: Duration = Duration::from_hours(7 * 24);
/// How long a paused job may be resumed at least, however short the history is.
const REST_DAYS: u32 = 30;
/// How long a portal that has left can come back and find its settings.
const AFTER_LEAVING: Duration = Duration::from_hours(365 * 24);

impl Flows {
    /// Drops what is over. One portal that cannot be tidied up does not keep the others from it.
    ///
    /// # Errors
    /// When the database does not answer at all.
    pub async fn delete_expired(&self) -> Result<(), StoreError> {
        let now = self.clock.now();
        self.store.drop_attempts().await?;
        self.store.drop_seen_events().await?;
        self.store.drop_counted_deletions().await?;
        self.store.drop_drafts(now.minus(DRAFT_KEPT)).await?;
        let snapshots = self.store.purge_snapshots().await?;
        if snapshots > 0 {
            tracing::info!(snapshots, "contacts whose time was over were destroyed");
        }
        for left in self.store.list_portals_left_before(now.minus(AFTER_LEAVING)).await? {
            if self.store.wipe_portal(&left).await? {
                tracing::info!(portal.member_id = %left.member_id, "a portal that left long ago was forgotten");
            }
        }
        for member_id in self.store.list_portals().await? {
            if let Err(error) = self.delete_expired_of(&member_id, now).await {
                tracing::error!(portal.member_id = %member_id, %error, "what is over could not be dropped");
            }
        }
        self.run_removals(WAIT_IN_ROUND).await;
        Ok(())
    }

    async fn delete_expired_of(&self, member_id: &MemberId, now: UnixTime) -> Result<(), StoreError> {
        let settings = self.store.find_settings(member_id).await?.settings;
        let before = |days: u32| now.minus(DAY * days);
        // A process that died over it, and contacts whose call was in flight, left copies that are kept for too long.
        self.store.shorten_copies(member_id, settings.snapshot_days).await?;
        let lines = self.store.shorten_audit(member_id, before(settings.audit_days)).await?;
        let ended = self
            .store
            .end_jobs_left_alone(
                member_id,
                (now.minus(DRAFT_KEPT), before(settings.audit_days.max(REST_DAYS))),
            )
            .await?;
        if ended > 0 {
            tracing::info!(portal.member_id = %member_id, ended, "jobs that nobody looked after were ended");
        }
        // What became of single contacts is a part of the history: it goes with it.
        let jobs = self.store.drop_jobs(member_id, before(settings.audit_days)).await?;
        let calls =
            self.store.shorten_requests(member_id, before(settings.request_log_days), MOST_REQUESTS).await?;
        if lines + calls + jobs > 0 {
            tracing::info!(portal.member_id = %member_id, lines, calls, jobs, "what was over was dropped");
        }
        Ok(())
    }
}
