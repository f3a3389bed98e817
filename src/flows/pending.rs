//! Installations that were begun and not finished: somebody closed the page, or the portal's last message got lost. A
//! day later the authorization server is asked, and the installation is finished or forgotten. Whoever opens the
//! installer again begins anew.

use std::time::Duration;

use super::Flows;
use super::failure::Failure;
use super::presence::Presence;
use crate::domain::clock::UnixTime;
use crate::domain::portal::{Portal, PortalStatus};
use crate::store::StoreError;

/// How long an administrator may take, and how long to wait before the server is asked again.
const PATIENCE: Duration = Duration::from_hours(24);
/// Settled in one go, one after the other.
const AT_ONCE: u32 = 20;

impl Flows {
    /// Settles the installations whose day is over, and says how many there were. One that cannot be settled now is
    /// tried again a day later.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn settle_pending(&self) -> Result<usize, StoreError> {
        let day = i64::try_from(PATIENCE.as_secs()).unwrap_or(i64::MAX);
        let due = self.store.claim_pending(UnixTime(self.clock.now().0 - day), AT_ONCE).await?;
        for member_id in &due {
            let Some(portal) = self.store.find_portal(member_id).await? else { continue };
            if let Err(failure) = self.settle(&portal).await {
                tracing::warn!(portal.member_id = %member_id, %failure,
                    "a half-finished installation could not be settled");
            }
        }
        Ok(due.len())
    }

    async fn settle(&self, portal: &Portal) -> Result<(), Failure> {
        let presence = self.presence(portal).await?;
        // Somebody may have opened the app while the server was asked.
        let now = self.store.find_portal(&portal.member_id).await?;
        let is_pending = now.is_some_and(|now| {
            now.status == PortalStatus::Pending && now.installed_at == portal.installed_at
        });
        match presence {
            _ if !is_pending => {}
            Presence::Installed => self.store.activate_portal(&portal.member_id).await?,
            Presence::Unfinished | Presence::Removed | Presence::NobodyToAsk => {
                self.store.retire_portal(&portal.member_id, None).await?;
            }
            // Another user's pair may tell more, tomorrow; when none is left, nobody is there to ask.
            Presence::Unknown => {}
        }
        tracing::info!(portal.member_id = %portal.member_id, ?presence, is_pending, "a half-finished installation");
        Ok(())
    }
}
