//! Creates contacts again from their copies (b24restdocs api-reference/crm/contacts/crm-contact-add.md). Each carries a
//! mark until its new id is stored. After a lost answer the mark shows whether the contact was created.

use std::time::Duration;

use serde_json::{Map, Value};

use super::delete_reply::{self, Influence};
use super::lenient;
use super::marks::ORIGINATOR;
use crate::bitrix::batch::{Command, CommandOutcome};
use crate::bitrix::error::{RefusalKind, RestError};
use crate::bitrix::http::CallTimeout;
use crate::bitrix::rest::{Caller, RestClient};
use crate::domain::ids::ContactId;
use crate::domain::portal_words::PortalWords;

/// Fields that the portal sets itself, or that are useless on a new contact.
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
pub struct NewContact {
    /// Its id before the deletion.
    pub old_id: ContactId,
    /// Identifies it after a lost answer. Each contact has its own mark.
    pub mark: String,
    /// Its fields before the deletion.
    pub fields: Map<String, Value>,
}

/// How the portal answered one creation.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum CreateReply {
    /// Created, with this id.
    Created(ContactId),
    /// Refused, with the portal's text.
    Refused(RefusalKind, Option<PortalWords>),
    /// Refused with the same error as an earlier command. The portal may have copied that error to this command.
    Echoed,
    /// Refused before the portal tried it.
    NotTried(RefusalKind),
    /// No answer, or one that makes no sense.
    Unclear,
}

/// Creates up to fifty contacts in one call. Replies have the same order. Also returns how long the call took.
///
/// # Errors
/// When the whole call failed: see [`RestError::may_have_run`].
pub async fn create(
    rest: &RestClient,
    caller: &Caller,
    new_contacts: &[NewContact],
) -> Result<(Vec<CreateReply>, Duration), RestError> {
    let commands: Vec<Command> = new_contacts.iter().map(add_command).collect();
    let (outcomes, cost) = rest.timed_batch(caller, &commands, CallTimeout::Write).await?;
    let influences = delete_reply::influences(&outcomes, false);
    Ok((outcomes.into_iter().zip(influences).map(read_creation).collect(), cost.took))
}

fn read_creation((outcome, influence): (CommandOutcome, Influence)) -> CreateReply {
    match outcome {
        CommandOutcome::Done(answer) => {
            let id = lenient::number(Some(&answer.result)).and_then(ContactId::new);
            id.map_or(CreateReply::Unclear, CreateReply::Created)
        }
        CommandOutcome::Refused(refusal) if refusal.kind == RefusalKind::PortalFault => CreateReply::Unclear,
        CommandOutcome::Refused(_) if influence == Influence::Echo => CreateReply::Echoed,
        CommandOutcome::Refused(refusal) if refusal.is_about_the_record() => {
            CreateReply::Refused(refusal.kind, refusal.words)
        }
        CommandOutcome::Refused(refusal) => CreateReply::NotTried(refusal.kind),
        CommandOutcome::Missing | CommandOutcome::Contradictory => CreateReply::Unclear,
    }
}

/// How the portal answered the removal of one mark.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum UnmarkReply {
    /// Done.
    Done,
    /// Refused.
    Refused,
    /// Refused before the portal tried it.
    NotTried(RefusalKind),
    /// No answer, or one that makes no sense.
    Unclear,
}

/// Removes the marks of up to fifty created contacts and sets their original origin, which is mostly empty. Replies
/// have the same order. Also returns how long the call took.
///
/// # Errors
/// See [`RestError`].
pub async fn unmark(
    rest: &RestClient,
    caller: &Caller,
    created: &[(ContactId, Map<String, Value>)],
) -> Result<(Vec<UnmarkReply>, Duration), RestError> {
    let command = |(id, fields): &(ContactId, Map<String, Value>)| {
        // A mark of this app is no origin. It is left over when a contact was deleted again before a restore removed
        // its mark.
        let was_ours = fields.get("ORIGINATOR_ID").and_then(Value::as_str) == Some(ORIGINATOR);
        ORIGIN.iter().fold(Command::new("crm.contact.update").with("id", id), |command, name| {
            let was = lenient::text(fields.get(*name)).filter(|_| !was_ours).unwrap_or_default();
            command.with(format!("fields[{name}]"), was)
        })
    };
    let commands: Vec<Command> = created.iter().map(command).collect();
    let (outcomes, cost) = rest.timed_batch(caller, &commands, CallTimeout::Write).await?;
    Ok((outcomes.into_iter().map(read_unmarking).collect(), cost.took))
}

fn read_unmarking(outcome: CommandOutcome) -> UnmarkReply {
    match outcome {
        CommandOutcome::Done(answer) if answer.result == Value::Bool(true) => UnmarkReply::Done,
        CommandOutcome::Refused(refusal) if refusal.kind == RefusalKind::PortalFault => UnmarkReply::Unclear,
        CommandOutcome::Refused(refusal) if refusal.is_about_the_record() => UnmarkReply::Refused,
        CommandOutcome::Refused(refusal) => UnmarkReply::NotTried(refusal.kind),
        CommandOutcome::Done(_) | CommandOutcome::Missing | CommandOutcome::Contradictory => {
            UnmarkReply::Unclear
        }
    }
}

fn add_command(new_contact: &NewContact) -> Command {
    let mut command = Command::new("crm.contact.add");
    for (name, value) in &new_contact.fields {
        if NOT_WRITABLE.contains(&name.as_str()) || ORIGIN.contains(&name.as_str()) {
            continue;
        }
        let value = match value {
            Value::Array(entries) => Value::Array(entries.iter().filter_map(without_ids).collect()),
            // An object is a file. Copies do not contain the content of files.
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
        .with("fields[ORIGIN_ID]", &new_contact.mark)
        .with("params[REGISTER_SONET_EVENT]", "N")
}

/// An entry of a list: a phone or e-mail without its old id, or a plain value. Files are left out.
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

/// Writes a value in PHP's form notation. Empty values are left out.
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
