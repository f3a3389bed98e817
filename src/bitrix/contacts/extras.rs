//! Additional data of a list that is read only on request, because it costs one call for each fifty contacts.

use std::collections::HashMap;

use super::DEAL_TYPE;
use crate::bitrix::batch::{Command, CommandOutcome, MAX_COMMANDS};
use crate::bitrix::error::RestError;
use crate::bitrix::http::CallTimeout;
use crate::bitrix::rest::{Caller, RestClient};
use crate::domain::ids::ContactId;

/// How many deals each contact has, as primary or further contact. A contact is missing if the portal does not say.
///
/// # Errors
/// See [`RestError`].
pub async fn count_deals(
    rest: &RestClient,
    caller: &Caller,
    contacts: &[ContactId],
) -> Result<HashMap<ContactId, u32>, RestError> {
    let command = |id: &ContactId| {
        Command::new("crm.item.list")
            .with("entityTypeId", DEAL_TYPE)
            .with("filter[contactIds]", id)
            .with("select[]", "id")
            .with("start", 0)
    };
    let mut counts = HashMap::new();
    for part in contacts.chunks(MAX_COMMANDS) {
        let commands: Vec<Command> = part.iter().map(command).collect();
        let outcomes = rest.batch(caller, &commands, CallTimeout::Read).await?;
        let totals = outcomes
            .into_iter()
            .map(CommandOutcome::done)
            .map(|answer| answer.and_then(|answer| answer.total));
        counts.extend(part.iter().zip(totals).filter_map(|(id, total)| Some((*id, total?))));
    }
    Ok(counts)
}
