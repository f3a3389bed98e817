//! Checks portals that may have removed the app without proof: their application token was never learned, or an
//! authentic event may be about an earlier installation. An event that anyone can forge changes nothing on its own.
//! The authorization server is asked once a day whether the app is still installed.

use std::time::Duration;

use super::Flows;
use super::failure::Failure;
use super::installation_status::InstallationStatus;
use super::removals::WAIT_IN_ROUND;
use crate::domain::portal::Portal;
use crate::store::StoreError;

/// The time between two checks of a portal.
const DAILY: Duration = Duration::from_hours(24);
/// How many portals one round checks, one after the other.
const AT_ONCE: u32 = 20;
/// The lifetime of a refresh token (b24restdocs settings/oauth/auto-renewal.md). If a portal has had no new pair for
/// so long, no user has opened the app, and there will be no pair to ask with.
const REFRESH_TOKEN_LIFETIME: Duration = Duration::from_hours(180 * 24);

impl Flows {
    /// Checks the portals that are due and returns their number. A portal that cannot be checked now is tried again a
    /// day later.
    pub async fn check_unproven_removals(&self) -> Result<usize, StoreError> {
        let due = self.store.claim_unproven_portals(self.clock.now().minus(DAILY), AT_ONCE).await?;
        for member_id in &due {
            let Some(portal) = self.store.find_portal(member_id).await? else { continue };
            if let Err(failure) = self.check_unproven_removal(&portal).await {
                tracing::warn!(portal.member_id = %member_id, %failure,
                    "it is unknown whether the app is still installed on a portal");
            }
        }
        Ok(due.len())
    }

    async fn check_unproven_removal(&self, portal: &Portal) -> Result<(), Failure> {
        let installation = portal.installation();
        let status = self.installation_status(portal).await?;
        let has_left = match status {
            InstallationStatus::Removed => true,
            InstallationStatus::Installed | InstallationStatus::Unfinished => {
                self.store.set_removal_unproven(&installation, false).await?;
                false
            }
            InstallationStatus::Unknown => false,
            InstallationStatus::NobodyToAsk => {
                let last = self.store.last_pair_at(&portal.member_id).await?.unwrap_or(portal.installed_at);
                last <= self.clock.now().minus(REFRESH_TOKEN_LIFETIME)
            }
        };
        // It is not proved that the settings should be deleted, so they stay.
        if has_left && self.store.retire_portal(&installation, None).await? {
            tracing::info!(portal.member_id = %portal.member_id, presence = ?status, "a portal has left");
            self.run_removals(WAIT_IN_ROUND).await;
        }
        Ok(())
    }
}
