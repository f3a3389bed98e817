//! The token's user, and the names of other users. `profile` needs no scope; names of others need `user_brief`
//! (b24restdocs api-reference/common/users/profile.md, api-reference/user/user-get.md).

use std::collections::HashMap;

use serde_json::Value;

use super::batch::{Command, CommandOutcome};
use super::error::RestError;
use super::http::CallTimeout;
use super::lenient;
use super::rest::{Caller, Params, RestClient};
use crate::domain::contact::Personal;
use crate::domain::ids::UserId;

/// The token's user as the portal describes them. It is valid only for this portal.
#[derive(Clone, Debug)]
pub struct Profile {
    /// The user.
    pub id: UserId,
    /// Whether the user administers the portal.
    pub admin: bool,
    /// First and last name.
    pub name: Personal,
}

impl Profile {
    /// The profile of a user that the portal does not describe: no name, no administrator.
    #[must_use]
    pub fn unknown(id: UserId) -> Self {
        Self { id, admin: false, name: Personal(String::new()) }
    }
}

/// Reads the profile of the token's user; `None` when the portal names no user (an inactive user gets an empty list).
///
/// # Errors
/// See [`RestError`].
pub async fn profile(rest: &RestClient, caller: &Caller) -> Result<Option<Profile>, RestError> {
    let answer = rest.call(caller, "profile", Params::new(), CallTimeout::Opening).await?;
    let result = answer.result;
    let Some(id) = lenient::number(result.get("ID")).and_then(UserId::new) else { return Ok(None) };
    Ok(Some(Profile { id, admin: lenient::flag(result.get("ADMIN")), name: full_name(&result) }))
}

/// A user with the name that the portal gives.
#[derive(Clone, Debug)]
pub struct Person {
    /// The user.
    pub id: UserId,
    /// First and last name; a user may have none.
    pub name: Personal,
    /// Whether the user is still active on the portal.
    pub is_active: bool,
}

/// Reads the users with these ids. The portal does not name bots and mail users; they are missing.
///
/// # Errors
/// See [`RestError`].
pub async fn people(rest: &RestClient, caller: &Caller, ids: &[UserId]) -> Result<Vec<Person>, RestError> {
    let Some((first, others)) = ids.split_first() else { return Ok(Vec::new()) };
    let mut found = ask(rest, caller, names_command(first, others)).await?;
    // A portal that ignores the condition lists all users.
    found.retain(|person| ids.contains(&person.id));
    Ok(found)
}

/// Finds users by the beginnings of their names. Returns the first page, including inactive users.
///
/// # Errors
/// See [`RestError`].
pub async fn find(rest: &RestClient, caller: &Caller, text: &str) -> Result<Vec<Person>, RestError> {
    // No other condition may be combined with FIND (b24restdocs api-reference/user/user-search.md).
    ask(rest, caller, Command::new("user.search").with("FILTER[FIND]", text)).await
}

async fn ask(rest: &RestClient, caller: &Caller, command: Command) -> Result<Vec<Person>, RestError> {
    let outcome = rest.batch(caller, &[command], CallTimeout::Read).await?.pop();
    let answer = outcome.unwrap_or(CommandOutcome::Missing).into_answer()?;
    let rows = answer.result.as_array().ok_or(RestError::Unreadable { status: 200 })?;
    let person = |row: &Value| {
        let id = UserId::new(lenient::number(row.get("ID"))?)?;
        Some(Person { id, name: full_name(row), is_active: lenient::flag(row.get("ACTIVE")) })
    };
    Ok(rows.iter().filter_map(person).collect())
}

/// The command that reads the names of some users.
#[must_use]
pub fn names_command(first: &UserId, rest: &[UserId]) -> Command {
    Command::new("user.get").with_each("FILTER[ID]", first, rest)
}

/// Reads the names from the outcome of that command. Without the scope there are none.
#[must_use]
pub fn read_names(outcome: CommandOutcome) -> HashMap<UserId, Personal> {
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
