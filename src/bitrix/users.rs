//! Who a token's user is, and the names of others. `profile` needs no scope; names of others need `user_brief`
//! (b24restdocs api-reference/common/users/profile.md, api-reference/user/user-get.md).

use std::collections::HashMap;

use serde_json::Value;

use super::batch::{Command, Outcome};
use super::error::RestError;
use super::http::Patience;
use super::lenient;
use super::rest::{Caller, Params, Rest};
use crate::domain::contact::Personal;
use crate::domain::ids::UserId;
use crate::domain::portal::Scopes;

/// The token's user as the portal describes them: to be believed for this portal only.
#[derive(Clone, Debug)]
pub struct Profile {
    /// The user.
    pub id: UserId,
    /// Whether they administer the portal.
    pub admin: bool,
    /// First and last name.
    pub name: Personal,
}

impl Profile {
    /// Of somebody whom the portal does not describe: nobody special.
    #[must_use]
    pub fn unknown(id: UserId) -> Self {
        Self { id, admin: false, name: Personal(String::new()) }
    }
}

/// Asks who the token's user is; `None` when the portal does not name one (an inactive user gets an empty list).
///
/// # Errors
/// See [`RestError`].
pub async fn profile(rest: &Rest, caller: &Caller) -> Result<Option<Profile>, RestError> {
    let answer = rest.call(caller, "profile", Params::new(), Patience::Opening).await?;
    let result = answer.result;
    let Some(id) = lenient::number(result.get("ID")).and_then(UserId::new) else { return Ok(None) };
    Ok(Some(Profile { id, admin: lenient::flag(result.get("ADMIN")), name: full_name(&result) }))
}

/// The names of these users; none where the granted scopes do not allow to read them.
///
/// # Errors
/// See [`RestError`].
pub async fn names(
    rest: &Rest,
    caller: &Caller,
    people: &[UserId],
    scopes: &Scopes,
) -> Result<HashMap<UserId, Personal>, RestError> {
    let Some((first, others)) = people.split_first().filter(|_| scopes.names_people()) else {
        return Ok(HashMap::new());
    };
    let outcome = rest.batch(caller, &[names_command(first, others)], Patience::Read).await?.pop();
    Ok(outcome.map(read_names).unwrap_or_default())
}

/// The command that reads the names of some users.
#[must_use]
pub fn names_command(first: &UserId, rest: &[UserId]) -> Command {
    Command::new("user.get").with_each("FILTER[ID]", first, rest)
}

/// Reads the names out of that command's outcome; without the scope there are none.
#[must_use]
pub fn read_names(outcome: Outcome) -> HashMap<UserId, Personal> {
    let rows = match outcome.done().map(|answer| answer.result) {
        Some(Value::Array(rows)) => rows,
        _ => Vec::new(),
    };
    rows.iter()
        .filter_map(|row| Some((UserId::new(lenient::number(row.get("ID"))?)?, full_name(row))))
        .collect()
}

/// Name, middle name and last name, joined.
pub(super) fn full_name(row: &Value) -> Personal {
    let parts =
        ["NAME", "SECOND_NAME", "LAST_NAME"].map(|field| lenient::text(row.get(field)).unwrap_or_default());
    let words: Vec<&str> = parts.iter().map(|part| part.trim()).filter(|part| !part.is_empty()).collect();
    Personal(words.join(" "))
}
