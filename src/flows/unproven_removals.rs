//! Portals whose removal of the app cannot be proved: the secret of their events was never learned, or an authentic event may be
//! about an earlier installation. An event that anybody can forge does nothing to them; once a day it is looked whether the
//! app is still there.

use std::time::Duration;

use super::Flows;
use super::failure::Failure;
use super::installation_status::InstallationStatus;
use super::removals::WAIT_IN_ROUND;
use crate::domain::portal::Portal;
use crate::store::StoreError;

/// How often it is looked.
const DAILY: Duration = Duration::from_hours(24);
/// Looked after in one go, one after the other.
const AT_ONCE: u32 = 20;
/// A refresh token lives that long (b24restdocs settings/oauth/auto-renewal.md). A portal without any usable pair for as long
/// has not been opened either: nobody will ever be able to ask.
const REFRESH_TOKEN_LIFETIME: Duration = Duration::from_hours(180 * 24);

impl Flows {
    /// Looks after the portals whose day is over, and says how many there were. One that cannot be asked about now is looked
    /// after a day later.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn check_unproven_removals(&self) -> Result<usize, StoreError> {
        let due = self.store.claim_unproven_portals(self.clock.now().minus(DAILY), AT_ONCE).await?;
        for member_id in &due {
            let Some(portal) = self.store.find_portal(member_id).await? else { continue };
            if let Err(failure) = self.check_unproven_removal(&portal).await {
                tracing::warn!(portal.member_id = %member_id, %failure,
                    "it could not be found out whether the app is still on a portal");
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
        // Whether settings and data were to be deleted nobody has proved: what stays names nobody.
        if has_left && self.store.retire_portal(&installation, None).await? {
            tracing::info!(portal.member_id = %portal.member_id, presence = ?status, "a portal has left");
            self.run_removals(WAIT_IN_ROUND).await;
        }
        Ok(())
    }
}
