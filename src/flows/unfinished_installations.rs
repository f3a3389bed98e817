//! Installations that were begun and not finished: somebody closed the page, or the portal's last message got lost. A
//! day later the authorization server is asked, and the installation is finished or forgotten. Whoever opens the
//! installer again begins anew.

use std::time::Duration;

use super::Flows;
use super::failure::Failure;
use super::installation_status::InstallationStatus;
use crate::domain::clock::UnixTime;
use crate::domain::portal::Portal;
use crate::store::StoreError;

/// How long an administrator may take, and how long to wait before the server is asked again.
const MAX_WAIT: Duration = Duration::from_hours(24);
/// Settled in one go, one after the other.
const AT_ONCE: u32 = 20;

impl Flows {
    /// Settles the installations whose day is over, and says how many there were. One that cannot be settled now is
    /// tried again a day later.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn resolve_unfinished_installations(&self) -> Result<usize, StoreError> {
        let day = i64::try_from(MAX_WAIT.as_secs()).unwrap_or(i64::MAX);
        let due = self.store.claim_unfinished(UnixTime(self.clock.now().0 - day), AT_ONCE).await?;
        for member_id in &due {
            let Some(portal) = self.store.find_portal(member_id).await? else { continue };
            if let Err(failure) = self.resolve_unfinished(&portal).await {
                tracing::warn!(portal.member_id = %member_id, %failure,
                    "a half-finished installation could not be settled");
            }
        }
        Ok(due.len())
    }

    async fn resolve_unfinished(&self, portal: &Portal) -> Result<(), Failure> {
        let status = self.installation_status(portal).await?;
        // Somebody may have opened the app while the server was asked: then it is left alone.
        match status {
            InstallationStatus::Installed => self.store.activate_portal(&portal.installation()).await?,
            InstallationStatus::Unfinished
            | InstallationStatus::Removed
            | InstallationStatus::NobodyToAsk => {
                self.store.retire_unfinished(portal).await?;
            }
            // Another user's pair may tell more, tomorrow; when none is left, nobody is there to ask.
            InstallationStatus::Unknown => {}
        }
        tracing::info!(portal.member_id = %portal.member_id, presence = ?status, "a half-finished installation");
        Ok(())
    }
}
