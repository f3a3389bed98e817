//! Renews each pair that was not used for months once, before its refresh token expires.

use super::Flows;
use crate::store::StoreError;

/// How many pairs one round renews, one after the other. After a long stop of the service this spreads the renewals.
const AT_ONCE: u32 = 20;

impl Flows {
    /// Renews the pairs that are due and returns their number. A pair that cannot be renewed now is tried again a day
    /// later.
    pub async fn keep_alive(&self) -> Result<usize, StoreError> {
        let due = self.store.claim_silent(AT_ONCE).await?;
        for principal in &due {
            let Some(portal) = self.store.find_portal(&principal.member_id).await? else { continue };
            if let Err(error) = self.access.keep_alive(&portal, principal).await {
                tracing::warn!(portal.member_id = %principal.member_id, user.id = %principal.user_id, %error,
                    "an unused pair of tokens could not be renewed");
            }
        }
        Ok(due.len())
    }
}
