//! The CRM methods about contacts that this app calls (b24restdocs api-reference/crm/contacts).

pub mod bindings;
pub mod bulk;
pub mod creation;
mod delete_reply;
mod deletion;
mod extras;
pub mod impact_count;
mod letters;
mod listing;
pub mod marks;
mod row;
mod search;
pub mod sorted;

use serde_json::{Value, json};

use super::batch::{Command, CommandOutcome};
use super::error::RestError;
use super::http::CallTimeout;
use super::lenient;
use super::rest::{Caller, RestClient};
use crate::domain::contact::Related;
use crate::domain::ids::ContactId;
pub use bulk::read_rows;
pub use deletion::{ContactCheck, check_before_deletion, delete, open_deals_command, read_open_deals};
pub use extras::count_deals;
pub use listing::{PAGE_SIZE, RowPage, list, list_up_to};
pub use row::{ContactRow, RelatedNames, look_up, look_up_names};
pub use search::Search;

/// The type number of contacts among CRM items.
const CONTACT_TYPE: u8 = 3;
/// The type number of deals.
const DEAL_TYPE: u8 = 2;

/// Whether the user can see the contact now. Any answer other than this contact or an empty list is an error.
///
/// # Errors
/// See [`RestError`].
pub async fn is_visible(rest: &RestClient, caller: &Caller, id: ContactId) -> Result<bool, RestError> {
    let params = json!({"filter": {"ID": id.get()}, "select": ["ID"], "order": {"ID": "ASC"}, "start": -1});
    let Value::Object(params) = params else { return Ok(false) };
    let answer = rest.call(caller, "crm.contact.list", params, CallTimeout::Read).await?;
    deletion::read_visible(&answer, id)
}

/// Reads a contact and its related items, in one call. `None`: it does not exist or the user may not see it. The portal
/// does not distinguish these.
///
/// # Errors
/// See [`RestError`].
pub async fn read(
    rest: &RestClient,
    caller: &Caller,
    id: ContactId,
) -> Result<Option<(ContactRow, Related)>, RestError> {
    let by_contact = |method, key: &str| Command::new(method).with(key, id);
    let commands = [
        by_contact("crm.contact.get", "id"),
        by_contact("crm.item.list", "filter[contactIds]")
            .with("entityTypeId", DEAL_TYPE)
            .with("select[]", "id"),
        by_contact("crm.item.list", "filter[contactIds]")
            .with("entityTypeId", DEAL_TYPE)
            .with("filter[closed]", "N")
            .with("select[]", "id"),
        by_contact("crm.contact.company.items.get", "id"),
        by_contact("crm.activity.list", "filter[OWNER_ID]")
            .with("filter[OWNER_TYPE_ID]", CONTACT_TYPE)
            .with("select[]", "ID"),
    ];
    let mut outcomes = rest.batch(caller, &commands, CallTimeout::Read).await?.into_iter();
    let mut next = || outcomes.next().unwrap_or(CommandOutcome::Missing);
    let contact = match next() {
        CommandOutcome::Done(answer) => ContactRow::parse(&answer.result).filter(|row| row.id == id),
        CommandOutcome::Refused(refusal) if refusal.is_about_the_record() => return Ok(None),
        CommandOutcome::Refused(refusal) => return Err(RestError::Refused(refusal)),
        CommandOutcome::Missing | CommandOutcome::Contradictory => None,
    };
    let contact = contact.ok_or(RestError::Unreadable { status: 200 })?;
    let deals = next().done().and_then(|answer| answer.total);
    let open_deals = next().done().and_then(|answer| answer.total);
    let companies = next().done().and_then(|answer| u32::try_from(answer.result.as_array()?.len()).ok());
    let activities = next().done().and_then(|answer| answer.total);
    Ok(Some((contact, Related { deals, open_deals, companies, activities })))
}
