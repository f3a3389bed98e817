//! Pairs that nobody has used for months: each is renewed once before its refresh token runs out.

use super::Flows;
use crate::store::StoreError;

/// Renewed in one go, one after the other: what has piled up while the service was down is spread out.
const AT_ONCE: u32 = 20;

impl Flows {
    /// Renews pairs whose time has come, and says how many there were. One that cannot be renewed now is tried again
    /// a day later.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn keep_alive(&self) -> Result<usize, StoreError> {
        let due = self.store.claim_silent(AT_ONCE).await?;
        for principal in &due {
            let Some(portal) = self.store.find_portal(&principal.member_id).await? else { continue };
            if let Err(error) = self.access.keep_alive(&portal, principal).await {
                tracing::warn!(portal.member_id = %principal.member_id, user.id = %principal.user_id, %error,
                    "a silent pair could not be renewed");
            }
        }
        Ok(due.len())
    }
}
