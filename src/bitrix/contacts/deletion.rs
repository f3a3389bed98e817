//! Deleting a contact by either of the portal's two methods, and the look at it that comes before
//! (b24restdocs api-reference/crm/contacts/crm-contact-delete.md, api-reference/crm/universal/crm-item-delete.md).

use serde_json::Value;

use super::{CONTACT_TYPE, DEAL_TYPE};
use crate::bitrix::batch::{Command, CommandOutcome};
use crate::bitrix::error::RestError;
use crate::bitrix::http::CallTimeout;
use crate::bitrix::lenient;
use crate::bitrix::rest::{Answer, Caller, Params, RestClient};
use crate::domain::ids::ContactId;
use crate::domain::settings::DeleteMethod;

impl DeleteMethod {
    /// The method's name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Contact => "crm.contact.delete",
            Self::Item => "crm.item.delete",
        }
    }

    /// The deletion as a command in a batch.
    #[must_use]
    pub fn command(self, id: ContactId) -> Command {
        self.parameters(id)
            .iter()
            .fold(Command::new(self.name()), |command, (name, value)| command.with(*name, value))
    }

    /// Whether this is how the method says that it has deleted: `true` the one, an empty list the other.
    #[must_use]
    pub fn is_success(self, result: &Value) -> bool {
        match self {
            Self::Contact => *result == Value::Bool(true),
            Self::Item => result.as_array().is_some_and(Vec::is_empty),
        }
    }

    /// Plain numbers: the portal casts anything else with `(int)`, and a list becomes contact 1.
    fn parameters(self, id: ContactId) -> Vec<(&'static str, u32)> {
        match self {
            Self::Contact => vec![("ID", id.get())],
            Self::Item => vec![("entityTypeId", CONTACT_TYPE.into()), ("id", id.get())],
        }
    }
}

/// Asks the portal to delete one contact as the caller's user.
/// `Ok(false)`: the portal answered something that is neither an error nor the method's usual word for success.
///
/// # Errors
/// "Access denied" may also stand for a contact that does not exist. After an error that may have run, and after each
/// refusal, [`super::is_visible`] tells.
pub async fn delete(
    rest: &RestClient,
    caller: &Caller,
    method: DeleteMethod,
    id: ContactId,
) -> Result<bool, RestError> {
    let parameters = method.parameters(id).into_iter();
    let params: Params = parameters.map(|(name, value)| (name.to_owned(), value.into())).collect();
    let answer = rest.call(caller, method.name(), params, CallTimeout::Write).await?;
    Ok(method.is_success(&answer.result))
}

/// What the portal says about a contact before its deletion. It may refuse either part.
#[derive(Debug)]
pub struct ContactCheck {
    /// Whether the user sees it.
    pub visible: Result<bool, RestError>,
    /// Whether it has an open deal that the user sees.
    pub has_open_deal: Result<bool, RestError>,
}

/// Whether the user sees the contact, and whether it has open deals, in one call.
///
/// # Errors
/// See [`RestError`].
pub async fn check_before_deletion(
    rest: &RestClient,
    caller: &Caller,
    id: ContactId,
) -> Result<ContactCheck, RestError> {
    let seen = Command::new("crm.contact.list")
        .with("filter[ID]", id)
        .with("select[]", "ID")
        .with("order[ID]", "ASC")
        .with("start", -1);
    let mut outcomes =
        rest.batch(caller, &[seen, open_deals_command(id)], CallTimeout::Read).await?.into_iter();
    let mut next = || outcomes.next().unwrap_or(CommandOutcome::Missing);
    let visible = next().into_answer().and_then(|answer| read_visible(&answer, id));
    Ok(ContactCheck { visible, has_open_deal: read_open_deals(next()) })
}

/// Asks for the open deals that a contact is bound to, primary or not; `crm.deal.list` knows the primary one alone.
#[must_use]
pub fn open_deals_command(id: ContactId) -> Command {
    Command::new("crm.item.list")
        .with("entityTypeId", DEAL_TYPE)
        .with("filter[contactIds]", id)
        .with("filter[closed]", "N")
        .with("select[]", "id")
        .with("start", -1)
}

/// Reads that command's outcome: whether there are any.
///
/// # Errors
/// A user who may not read deals is told nothing, which is not "none".
pub fn read_open_deals(outcome: CommandOutcome) -> Result<bool, RestError> {
    let answer = outcome.into_answer()?;
    let items = answer.result.get("items").and_then(Value::as_array);
    items.map(|items| !items.is_empty()).ok_or(RestError::Unreadable { status: 200 })
}

/// Nothing but an empty list or this one row answers the question: a dropped condition lists everybody.
pub(super) fn read_visible(answer: &Answer, id: ContactId) -> Result<bool, RestError> {
    match answer.result.as_array().map(Vec::as_slice) {
        Some([]) => Ok(false),
        Some([row]) if lenient::number(row.get("ID")) == Some(id.get()) => Ok(true),
        _ => Err(RestError::Unreadable { status: 200 }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn each_method_has_its_own_success_value() {
        let (contact, item) = (DeleteMethod::Contact, DeleteMethod::Item);
        assert!(contact.is_success(&json!(true)) && item.is_success(&json!([])));
        for odd in [json!(false), json!(null), json!({}), json!("true"), json!(1), json!([1])] {
            assert!(!contact.is_success(&odd) && !item.is_success(&odd), "{odd}");
        }
        assert!(!contact.is_success(&json!([])) && !item.is_success(&json!(true)));
    }

    #[test]
    fn only_a_list_of_deals_answers_the_question_about_deals() {
        let read = |result| read_open_deals(CommandOutcome::Done(Answer::from_result(result)));
        assert!(matches!(read(json!({"items": []})), Ok(false)));
        assert!(matches!(read(json!({"items": [{"id": 1}]})), Ok(true)));
        for odd in [json!([]), json!({}), json!(null)] {
            assert!(read(odd).is_err());
        }
        assert!(read_open_deals(CommandOutcome::Missing).is_err());
    }
}
