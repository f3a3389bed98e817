//! One call for many contacts: it checks which still exist, reads the next ones and deletes those that were read
//! before. Reads come first, because the error of an earlier command can appear in a later one (b24restdocs
//! settings/how-to-call-rest-api/batch.md).

use std::collections::HashSet;

use serde_json::Value;

pub use super::batch_plan::{BatchPlan, BatchReply, DeleteReply, FoundContact, ReadOptions};
use super::bindings::{self, RelatedContacts, RelatedKind, RelatedQuestion};
use super::delete_reply;
use super::lenient;
use super::row::{ContactRow, FIELDS};
use crate::bitrix::PAGE_SIZE;
use crate::bitrix::batch::{Command, CommandOutcome, MAX_COMMANDS};
use crate::bitrix::error::{RefusalKind, RestError};
use crate::bitrix::http::CallTimeout;
use crate::bitrix::read_size::{ReadCost, ReadKind};
use crate::bitrix::rest::{Caller, RestClient};
use crate::domain::ids::ContactId;

/// Most contacts that one lookup can cover. [`ReadKind::Ids`] decides how many it should cover.
pub const MOST_LOOKUPS: usize = PAGE_SIZE * MAX_COMMANDS;

/// Executes the plan in one call. Further calls are needed if the contacts to read have many deals.
///
/// # Errors
/// When the whole call failed: see [`RestError::may_have_run`].
pub async fn execute(rest: &RestClient, caller: &Caller, plan: &BatchPlan) -> Result<BatchReply, RestError> {
    let commands = commands(plan);
    debug_assert!(commands.len() <= MAX_COMMANDS, "{} commands", commands.len());
    let timeout = if plan.deletes.is_empty() { CallTimeout::Read } else { CallTimeout::Write };
    let (outcomes, cost) = if plan.halts {
        rest.halting_batch(caller, &commands, timeout).await?
    } else {
        rest.timed_batch(caller, &commands, timeout).await?
    };
    let (influences, reads) =
        (delete_reply::influences(&outcomes, plan.halts), commands.len() - plan.deletes.len());
    let is_refused = |outcome: &CommandOutcome| matches!(outcome, CommandOutcome::Refused(refusal) if refusal.kind != RefusalKind::PortalFault);
    let is_read_refused = outcomes.iter().take(reads).any(is_refused);
    let mut outcomes = outcomes.into_iter();
    let mut next = |count: usize| outcomes.by_ref().take(count).collect::<Vec<CommandOutcome>>();
    let pages = plan.reads.chunks(PAGE_SIZE).count();
    let (lookup_outcomes, read) = (next(plan.lookups.chunks(PAGE_SIZE).count()), next(pages));
    let deals = next(if plan.read_options.asks_about_deals { pages } else { 0 });
    let mut reply = BatchReply { took: cost.took, is_read_refused, ..BatchReply::default() };
    delete_reply::read(rest, caller, plan, outcomes.zip(&influences[reads..]), &mut reply);
    let lookups = rows_about(&plan.lookups, lookup_outcomes);
    if !lookups.unanswered.is_empty() {
        reply.trouble.get_or_insert(NO_ANSWER);
    }
    reply.looked_up = lookups.answered.into_iter().collect();
    reply.visible = lookups.listed.into_iter().map(|(id, _)| id).collect();
    reply.trouble = lookups.trouble.or(reply.trouble);
    let seconds = seconds_of(&read, &deals);
    let mut rows = rows_about(&plan.reads, read);
    let known = if plan.read_options.asks_about_deals {
        learn_deals(rest, caller, &mut rows, &plan.reads, deals).await
    } else {
        RelatedContacts::default()
    };
    if rows.unanswered.is_empty() && rows.trouble.is_none() {
        let is_all = plan.deletes.is_empty() && plan.lookups.is_empty();
        if let Some(seconds) = seconds.or(is_all.then_some(cost.took.as_secs_f64())) {
            let read_cost = ReadCost { seconds, bytes: cost.bytes };
            rest.limiter().record_read(&caller.endpoint, ReadKind::Contacts, plan.reads.len(), read_cost);
        }
    }
    let has_open_deals = |id: &ContactId| (!known.unknown.contains(id)).then(|| known.with.contains(id));
    let found = |(id, body)| FoundContact { id, body, has_open_deals: has_open_deals(&id) };
    reply.found = rows.listed.into_iter().map(found).collect();
    (reply.read, reply.unread) = (rows.answered, rows.unanswered);
    reply.trouble = rows.trouble.or(reply.trouble);
    Ok(reply)
}

/// Reads up to [`MOST_LOOKUPS`] contacts as a page shows them, in ascending order of ids. Contacts that the user cannot
/// see are missing.
///
/// # Errors
/// See [`RestError`].
pub async fn read_rows(
    rest: &RestClient,
    caller: &Caller,
    ids: &[ContactId],
) -> Result<Vec<ContactRow>, RestError> {
    let rows = fetch(rest, caller, ids, &FIELDS).await?;
    Ok(rows.iter().filter_map(|(_, row)| ContactRow::parse(row)).collect())
}

/// Asks for the companies of up to fifty contacts.
pub(super) fn companies_command(ids: &[ContactId]) -> Command {
    list(ids, &["ID", "COMPANY_ID"])
}

/// Reads how many of these contacts exist and how many of them belong to a company.
pub(super) fn read_companies(
    ids: &[ContactId],
    outcome: CommandOutcome,
) -> Result<(usize, usize), RestError> {
    let rows = own_rows(ids, outcome.into_answer()?.result).ok_or(NO_ANSWER)?;
    let has_company = |row: &Value| lenient::number(row.get("COMPANY_ID")).is_some_and(|id| id > 0);
    Ok((rows.len(), rows.iter().filter(|(_, row)| has_company(row)).count()))
}

/// Finds which of up to [`MOST_LOOKUPS`] contacts exist, in one call.
///
/// # Errors
/// See [`RestError`].
pub async fn find_existing(
    rest: &RestClient,
    caller: &Caller,
    ids: &[ContactId],
) -> Result<HashSet<ContactId>, RestError> {
    Ok(fetch(rest, caller, ids, &JUST_IDS).await?.into_iter().map(|(id, _)| id).collect())
}

async fn fetch(
    rest: &RestClient,
    caller: &Caller,
    ids: &[ContactId],
    fields: &[&str],
) -> Result<Vec<(ContactId, Value)>, RestError> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let commands: Vec<Command> = ids.chunks(PAGE_SIZE).map(|ids| list(ids, fields)).collect();
    let answer = rest.timed_batch(caller, &commands, CallTimeout::Read).await;
    let answer = answer.and_then(|(outcomes, cost)| {
        let rows = rows_about(ids, outcomes);
        match rows.trouble {
            Some(error) => Err(error),
            None if !rows.unanswered.is_empty() => Err(NO_ANSWER),
            None => Ok((rows.listed, cost)),
        }
    });
    match answer {
        Ok((rows, cost)) => {
            let read_cost = ReadCost::of(cost.took, cost.bytes);
            rest.limiter().record_read(&caller.endpoint, ReadKind::Ids, ids.len(), read_cost);
            Ok(rows)
        }
        Err(error) => {
            if error.may_be_too_large() {
                rest.limiter().record_failed_read(&caller.endpoint, ReadKind::Ids, ids.len());
            }
            Err(error)
        }
    }
}

fn list(ids: &[ContactId], fields: &[&str]) -> Command {
    let mut command = Command::new("crm.contact.list");
    for id in ids {
        command = command.with("filter[@ID][]", id);
    }
    for field in fields {
        command = command.with("select[]", field);
    }
    command.with("order[ID]", "ASC").with("start", -1)
}

fn commands(plan: &BatchPlan) -> Vec<Command> {
    let mut commands: Vec<Command> = plan.lookups.chunks(PAGE_SIZE).map(|ids| list(ids, &JUST_IDS)).collect();
    let fields: &[&str] = if plan.read_options.is_whole { &WHOLE } else { &JUST_IDS };
    commands.extend(plan.reads.chunks(PAGE_SIZE).map(|ids| list(ids, fields)));
    if plan.read_options.asks_about_deals {
        commands.extend(plan.reads.chunks(PAGE_SIZE).map(|ids| about_deals(ids).command()));
    }
    commands.extend(plan.deletes.iter().map(|id| plan.method.command(*id)));
    commands
}

fn about_deals(ids: &[ContactId]) -> RelatedQuestion {
    RelatedQuestion { bound: RelatedKind::OpenDeals, about: ids.to_vec() }
}

const JUST_IDS: [&str; 1] = ["ID"];
/// Phones, e-mails and similar fields are returned only when they are named.
const WHOLE: [&str; 6] = ["*", "UF_*", "PHONE", "EMAIL", "WEB", "IM"];

/// The answer does not answer the question.
const NO_ANSWER: RestError = RestError::Unreadable { status: 200 };

/// The result of several lists of contacts.
#[derive(Debug, Default)]
struct ListedContacts {
    /// The contacts that were listed, each once.
    listed: Vec<(ContactId, Value)>,
    /// The contacts of lists that were answered.
    answered: Vec<ContactId>,
    /// The contacts of lists with no answer or one that makes no sense.
    unanswered: Vec<ContactId>,
    /// Why some lists were not tried.
    trouble: Option<RestError>,
}

/// Compares each list with the contacts that were asked for. A list with other contacts is rejected: a portal that
/// ignores the condition lists all contacts, so a missing contact proves nothing.
fn rows_about(asked: &[ContactId], outcomes: Vec<CommandOutcome>) -> ListedContacts {
    let mut all = ListedContacts::default();
    for (ids, outcome) in asked.chunks(PAGE_SIZE).zip(outcomes) {
        match outcome {
            CommandOutcome::Refused(refusal) if refusal.kind != RefusalKind::PortalFault => {
                all.trouble = Some(RestError::Refused(refusal));
            }
            CommandOutcome::Done(answer) => match own_rows(ids, answer.result) {
                Some(rows) => {
                    all.listed.extend(rows);
                    all.answered.extend(ids);
                }
                None => all.unanswered.extend(ids),
            },
            CommandOutcome::Refused(_) | CommandOutcome::Missing | CommandOutcome::Contradictory => {
                all.unanswered.extend(ids);
            }
        }
    }
    all
}

fn own_rows(ids: &[ContactId], list: Value) -> Option<Vec<(ContactId, Value)>> {
    let Value::Array(list) = list else { return None };
    let mut wanted: HashSet<ContactId> = ids.iter().copied().collect();
    let mut rows = Vec::with_capacity(list.len());
    for row in list {
        let id = lenient::number(row.get("ID")).and_then(ContactId::new).filter(|id| ids.contains(id))?;
        if wanted.remove(&id) {
            rows.push((id, row));
        }
    }
    Some(rows)
}

/// Finds which of the contacts that were read have open deals. After a full page the remaining contacts are asked about
/// again. If the portal does not answer about a contact's deals, the contact counts as not read.
async fn learn_deals(
    rest: &RestClient,
    caller: &Caller,
    rows: &mut ListedContacts,
    asked: &[ContactId],
    outcomes: Vec<CommandOutcome>,
) -> RelatedContacts {
    let mut known = RelatedContacts::default();
    let (mut left, mut failed) = (Vec::new(), Vec::new());
    for (ids, outcome) in asked.chunks(PAGE_SIZE).zip(outcomes) {
        match about_deals(ids).read(outcome, &mut known) {
            Ok(question) => left.extend(question.map(|question| question.about)),
            Err(error) => failed.push((ids.to_vec(), error)),
        }
    }
    let left = left.concat();
    if let Err(error) = bindings::ask_related(rest, caller, RelatedKind::OpenDeals, &left, &mut known).await {
        failed.push((left, error));
    }
    for (ids, error) in failed {
        let ids: HashSet<ContactId> = ids.into_iter().collect();
        rows.listed.retain(|(id, _)| !ids.contains(id));
        let (unread, answered) =
            std::mem::take(&mut rows.answered).into_iter().partition(|id| ids.contains(id));
        rows.answered = answered;
        if error.may_be_too_large() {
            let unread: Vec<ContactId> = unread;
            rows.unanswered.extend(unread);
        } else {
            rows.trouble = Some(error);
        }
    }
    known
}

/// The running time of the reads, if the portal states it for each.
fn seconds_of(read: &[CommandOutcome], deals: &[CommandOutcome]) -> Option<f64> {
    let seconds = |outcome: &CommandOutcome| match outcome {
        CommandOutcome::Done(answer) => answer.running_time.duration,
        CommandOutcome::Refused(_) | CommandOutcome::Missing | CommandOutcome::Contradictory => None,
    };
    read.iter().chain(deals).map(seconds).sum()
}
