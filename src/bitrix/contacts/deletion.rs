//! Deletes a contact with one of the portal's two methods, and checks it before (b24restdocs
//! api-reference/crm/contacts/crm-contact-delete.md, api-reference/crm/universal/crm-item-delete.md).

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

    /// Whether this result means success: `true` for one method, an empty list for the other.
    #[must_use]
    pub fn is_success(self, result: &Value) -> bool {
        match self {
            Self::Contact => *result == Value::Bool(true),
            Self::Item => result.as_array().is_some_and(Vec::is_empty),
        }
    }

    /// The parameters are plain numbers, because the portal casts anything else with `(int)`: a list becomes contact 1.
    fn parameters(self, id: ContactId) -> Vec<(&'static str, u32)> {
        match self {
            Self::Contact => vec![("ID", id.get())],
            Self::Item => vec![("entityTypeId", CONTACT_TYPE.into()), ("id", id.get())],
        }
    }
}

/// Deletes one contact as the caller's user. `Ok(false)`: the answer is neither an error nor the method's usual result.
///
/// # Errors
/// "Access denied" may also mean that the contact does not exist. After a refusal or an error that may have run, use
/// [`super::is_visible`] to find out.
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

/// What is known about a contact before its deletion. The portal may refuse either part.
#[derive(Debug)]
pub struct ContactCheck {
    /// Whether the user can see it.
    pub visible: Result<bool, RestError>,
    /// Whether it has an open deal that the user can see.
    pub has_open_deal: Result<bool, RestError>,
}

/// Checks in one call whether the user can see the contact and whether it has open deals.
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

/// Asks for the open deals of a contact. `crm.deal.list` would find only deals with the contact as primary contact.
#[must_use]
pub fn open_deals_command(id: ContactId) -> Command {
    Command::new("crm.item.list")
        .with("entityTypeId", DEAL_TYPE)
        .with("filter[contactIds]", id)
        .with("filter[closed]", "N")
        .with("select[]", "id")
        .with("start", -1)
}

/// Reads the outcome of that command: whether there are open deals.
///
/// # Errors
/// When the user may not read deals. This does not mean that there are none.
pub fn read_open_deals(outcome: CommandOutcome) -> Result<bool, RestError> {
    let answer = outcome.into_answer()?;
    let items = answer.result.get("items").and_then(Value::as_array);
    items.map(|items| !items.is_empty()).ok_or(RestError::Unreadable { status: 200 })
}

/// Accepts only an empty list or this one row. A portal that ignores the condition lists all contacts.
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
