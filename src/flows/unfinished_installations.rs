//! Resolves installations that were begun and not finished: the page was closed, or the portal's last message got
//! lost. After a day the authorization server is asked, and the installation is finished or removed. A user who opens
//! the installer again starts a new installation.

use std::time::Duration;

use super::Flows;
use super::failure::Failure;
use super::installation_status::InstallationStatus;
use crate::domain::clock::UnixTime;
use crate::domain::portal::Portal;
use crate::store::StoreError;

/// How long an administrator may take, and the time until the server is asked again.
const MAX_WAIT: Duration = Duration::from_hours(24);
/// How many installations one round resolves, one after the other.
const AT_ONCE: u32 = 20;

impl Flows {
    /// Resolves the installations that are due and returns their number. One that cannot be resolved now is tried
    /// again a day later.
    pub async fn resolve_unfinished_installations(&self) -> Result<usize, StoreError> {
        let day = i64::try_from(MAX_WAIT.as_secs()).unwrap_or(i64::MAX);
        let due = self.store.claim_unfinished(UnixTime(self.clock.now().0 - day), AT_ONCE).await?;
        for member_id in &due {
            let Some(portal) = self.store.find_portal(member_id).await? else { continue };
            if let Err(failure) = self.resolve_unfinished(&portal).await {
                tracing::warn!(portal.member_id = %member_id, %failure,
                    "an unfinished installation could not be resolved");
            }
        }
        Ok(due.len())
    }

    async fn resolve_unfinished(&self, portal: &Portal) -> Result<(), Failure> {
        let status = self.installation_status(portal).await?;
        // If a user has opened the app while the server was asked, these calls change nothing.
        match status {
            InstallationStatus::Installed => self.store.activate_portal(&portal.installation()).await?,
            InstallationStatus::Unfinished
            | InstallationStatus::Removed
            | InstallationStatus::NobodyToAsk => {
                self.store.retire_unfinished(portal).await?;
            }
            // Another user's pair may give an answer tomorrow. When no pair is left, the status is `NobodyToAsk`.
            InstallationStatus::Unknown => {}
        }
        tracing::info!(portal.member_id = %portal.member_id, presence = ?status,
            "an unfinished installation was checked");
        Ok(())
    }
}
