//! Creating contacts again from what was kept of them (b24restdocs api-reference/crm/contacts/crm-contact-add.md). Each
//! carries a mark until its number is written down, so that after a lost answer a look tells whether it was created.

use std::collections::HashMap;
use std::time::Duration;

use serde_json::{Map, Value, json};

use super::lenient;
use crate::bitrix::batch::{Command, Outcome};
use crate::bitrix::error::{RefusalKind, RestError};
use crate::bitrix::http::Patience;
use crate::bitrix::rest::{Caller, Rest};
use crate::domain::ids::ContactId;

/// What the mark says about where a contact comes from.
const ORIGINATOR: &str = "contact-eraser";
/// Fields that the portal sets itself, or that are of no use on a new contact.
const NOT_WRITABLE: [&str; 15] = [
    "ID",
    "DATE_CREATE",
    "DATE_MODIFY",
    "CREATED_BY_ID",
    "MODIFY_BY_ID",
    "LAST_ACTIVITY_TIME",
    "LAST_ACTIVITY_BY",
    "LAST_COMMUNICATION_TIME",
    "HAS_PHONE",
    "HAS_EMAIL",
    "HAS_IMOL",
    "FACE_ID",
    "LEAD_ID",
    "PHOTO",
    "CATEGORY_ID",
];
const ORIGIN: [&str; 3] = ["ORIGINATOR_ID", "ORIGIN_ID", "ORIGIN_VERSION"];

/// A contact to be created.
#[derive(Clone, Debug)]
pub struct Draft {
    /// What it was called.
    pub old_id: ContactId,
    /// By what it is found after a lost answer; no two contacts have the same.
    pub mark: String,
    /// Its fields as they were.
    pub fields: Map<String, Value>,
}

/// What the portal says about one creation.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Creation {
    /// Done, under this number.
    Created(ContactId),
    /// Refused.
    Refused(RefusalKind),
    /// Refused before it was tried.
    NotTried(RefusalKind),
    /// Nothing, or nothing that makes sense.
    Unclear,
}

/// Creates up to fifty contacts in one call; the words stand in their order. Says how long the call took as well.
///
/// # Errors
/// When the call as a whole did not succeed: see [`RestError::may_have_run`].
pub async fn create(
    rest: &Rest,
    caller: &Caller,
    drafts: &[Draft],
) -> Result<(Vec<Creation>, Duration), RestError> {
    let commands: Vec<Command> = drafts.iter().map(add_command).collect();
    let (outcomes, took) = rest.timed_batch(caller, &commands, Patience::Write).await?;
    Ok((outcomes.into_iter().map(read_creation).collect(), took))
}

fn read_creation(outcome: Outcome) -> Creation {
    match outcome {
        Outcome::Done(answer) => {
            let id = lenient::number(Some(&answer.result)).and_then(ContactId::new);
            id.map_or(Creation::Unclear, Creation::Created)
        }
        Outcome::Refused(refusal) if refusal.kind == RefusalKind::PortalFault => Creation::Unclear,
        Outcome::Refused(refusal) if refusal.is_about_the_record() => Creation::Refused(refusal.kind),
        Outcome::Refused(refusal) => Creation::NotTried(refusal.kind),
        Outcome::Missing => Creation::Unclear,
    }
}

/// Looks which of up to fifty contacts exist under their marks.
///
/// # Errors
/// See [`RestError`].
pub async fn find_by_marks(
    rest: &Rest,
    caller: &Caller,
    marks: &[(ContactId, String)],
) -> Result<HashMap<ContactId, ContactId>, RestError> {
    let look = |(_, mark): &(ContactId, String)| {
        Command::new("crm.contact.list")
            .with("filter[=ORIGINATOR_ID]", ORIGINATOR)
            .with("filter[=ORIGIN_ID]", mark)
            .with("select[]", "ID")
            .with("select[]", "ORIGIN_ID")
            .with("order[ID]", "ASC")
            .with("start", -1)
    };
    let commands: Vec<Command> = marks.iter().map(look).collect();
    let mut found = HashMap::new();
    for ((old_id, mark), outcome) in marks.iter().zip(rest.batch(caller, &commands, Patience::Read).await?) {
        let answer = outcome.into_answer()?;
        let rows = answer.result.as_array().ok_or(RestError::Unreadable { status: 200 })?;
        // A dropped condition would list others.
        let is_it = |row: &&Value| row.get("ORIGIN_ID").and_then(Value::as_str) == Some(mark);
        let id = rows.iter().find(is_it).and_then(|row| lenient::number(row.get("ID")));
        found.extend(id.and_then(ContactId::new).map(|id| (*old_id, id)));
    }
    Ok(found)
}

/// A contact that still carries a mark.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Marked {
    /// What the contact was called that it was created for.
    pub old_id: ContactId,
    /// Its number.
    pub new_id: ContactId,
}

/// A page of contacts that carry marks.
#[derive(Debug)]
pub struct MarkedPage {
    /// Those whose mark begins as asked for.
    pub ours: Vec<Marked>,
    /// All rows of the page.
    pub rows: usize,
    /// After which number the next page begins; `None` on the last.
    pub next: Option<ContactId>,
}

/// Lists contacts that carry marks, by rising number, fifty at a time.
///
/// # Errors
/// See [`RestError`].
pub async fn list_marked(
    rest: &Rest,
    caller: &Caller,
    prefix: &str,
    after: Option<ContactId>,
) -> Result<MarkedPage, RestError> {
    const PAGE: usize = 50;
    let params = json!({
        "filter": {"=ORIGINATOR_ID": ORIGINATOR, ">ID": after.map_or(0, ContactId::get)},
        "select": ["ID", "ORIGINATOR_ID", "ORIGIN_ID"],
        "order": {"ID": "ASC"},
        "start": -1,
    });
    let params = params.as_object().cloned().unwrap_or_default();
    let answer = rest.call(caller, "crm.contact.list", params, Patience::Read).await?;
    let rows = answer.result.as_array().ok_or(RestError::Unreadable { status: 200 })?;
    let number = |row: &Value| lenient::number(row.get("ID")).and_then(ContactId::new);
    let marked = |row: &Value| {
        let mark = row.get("ORIGIN_ID").and_then(Value::as_str)?.strip_prefix(prefix)?;
        let is_marked = row.get("ORIGINATOR_ID").and_then(Value::as_str) == Some(ORIGINATOR);
        Some(Marked { old_id: ContactId::parse(mark)?, new_id: number(row)? }).filter(|_| is_marked)
    };
    let last = rows.last().and_then(number).filter(|last| after.is_none_or(|after| *last > after));
    let next = if rows.len() < PAGE { None } else { last };
    Ok(MarkedPage { ours: rows.iter().filter_map(marked).collect(), rows: rows.len(), next })
}

/// What the portal says about taking a mark off.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Unmarked {
    /// Done.
    Done,
    /// Refused.
    Refused,
    /// Refused before it was tried.
    NotTried(RefusalKind),
    /// Nothing, or nothing that makes sense.
    Unclear,
}

/// Takes the marks off up to fifty created contacts: they get back where they came from, which is mostly nowhere. The words
/// stand in their order.
///
/// # Errors
/// See [`RestError`].
pub async fn unmark(
    rest: &Rest,
    caller: &Caller,
    created: &[(ContactId, Map<String, Value>)],
) -> Result<Vec<Unmarked>, RestError> {
    let command = |(id, fields): &(ContactId, Map<String, Value>)| {
        ORIGIN.iter().fold(Command::new("crm.contact.update").with("id", id), |command, name| {
            let was = lenient::text(fields.get(*name)).unwrap_or_default();
            command.with(format!("fields[{name}]"), was)
        })
    };
    let commands: Vec<Command> = created.iter().map(command).collect();
    let outcomes = rest.batch(caller, &commands, Patience::Write).await?;
    Ok(outcomes.into_iter().map(read_unmarking).collect())
}

fn read_unmarking(outcome: Outcome) -> Unmarked {
    match outcome {
        Outcome::Done(answer) if answer.result == Value::Bool(true) => Unmarked::Done,
        Outcome::Refused(refusal) if refusal.kind == RefusalKind::PortalFault => Unmarked::Unclear,
        Outcome::Refused(refusal) if refusal.is_about_the_record() => Unmarked::Refused,
        Outcome::Refused(refusal) => Unmarked::NotTried(refusal.kind),
        Outcome::Done(_) | Outcome::Missing => Unmarked::Unclear,
    }
}

fn add_command(draft: &Draft) -> Command {
    let mut command = Command::new("crm.contact.add");
    for (name, value) in &draft.fields {
        if NOT_WRITABLE.contains(&name.as_str()) || ORIGIN.contains(&name.as_str()) {
            continue;
        }
        let value = match value {
            Value::Array(entries) => Value::Array(entries.iter().filter_map(without_ids).collect()),
            // A file: its content is not kept.
            Value::Object(_) => continue,
            other => other.clone(),
        };
        if name.ends_with("_ID") && value.as_str() == Some("0") {
            continue;
        }
        command = spread(command, &format!("fields[{name}]"), &value);
    }
    command
        .with("fields[ORIGINATOR_ID]", ORIGINATOR)
        .with("fields[ORIGIN_ID]", &draft.mark)
        .with("params[REGISTER_SONET_EVENT]", "N")
}

/// An entry of a list: a phone or mail without its old number, or a plain value; files are left out.
fn without_ids(entry: &Value) -> Option<Value> {
    match entry {
        Value::Object(fields) => {
            let value = fields.get("VALUE")?;
            let mut kept = Map::new();
            kept.insert("VALUE".to_owned(), value.clone());
            if let Some(kind) = fields.get("VALUE_TYPE") {
                kept.insert("VALUE_TYPE".to_owned(), kind.clone());
            }
            Some(Value::Object(kept))
        }
        other => Some(other.clone()),
    }
}

/// Writes a value as PHP reads it; what is empty is left out.
fn spread(command: Command, name: &str, value: &Value) -> Command {
    match value {
        Value::Null => command,
        Value::String(text) if text.is_empty() => command,
        Value::String(text) => command.with(name, text),
        Value::Bool(flag) => command.with(name, if *flag { "1" } else { "0" }),
        Value::Number(number) => command.with(name, number),
        Value::Array(entries) => entries
            .iter()
            .enumerate()
            .fold(command, |command, (at, entry)| spread(command, &format!("{name}[{at}]"), entry)),
        Value::Object(fields) => fields
            .iter()
            .fold(command, |command, (key, entry)| spread(command, &format!("{name}[{key}]"), entry)),
    }
}
