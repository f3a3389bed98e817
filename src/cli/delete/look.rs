//! A look at the contacts before anything is done to them.

use std::collections::HashSet;

use crate::bitrix::contacts::bulk;
use crate::bitrix::portion::Asking;
use crate::domain::ids::ContactId;
use crate::domain::job::Outcome;
use crate::flows::errand::{AccessError, Errand};

/// What the webhook's user sees.
#[derive(Debug)]
pub(super) struct Found {
    /// The contacts that are there.
    pub(super) there: HashSet<ContactId>,
}

impl Found {
    /// What a report says about a contact that was only looked for.
    pub(super) fn outcome(&self, id: ContactId) -> Outcome {
        if self.there.contains(&id) { Outcome::Pending } else { Outcome::Gone }
    }
}

/// Finds out which contacts are there. Only reads.
///
/// # Errors
/// See [`AccessError`].
pub(super) async fn look_for(errand: &Errand, ids: &[ContactId]) -> Result<Found, AccessError> {
    let mut there = HashSet::new();
    let (rest, endpoint) = (errand.rest(), errand.endpoint().await?);
    let mut left = ids;
    while !left.is_empty() {
        let most = rest.limiter().portion(&endpoint, Asking::Ids);
        let (part, others) = left.split_at(most.min(left.len()));
        left = others;
        there.extend(errand.call(|caller| async move { bulk::look_for(rest, &caller, part).await }).await?);
    }
    Ok(Found { there })
}
