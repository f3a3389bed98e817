//! One call for many contacts: look which are still there, read those that come next, delete those that were read
//! before. Reads go first, since the error of an earlier command can leak into a later one's
//! (b24restdocs settings/how-to-call-rest-api/batch.md).

use std::collections::{HashMap, HashSet};
use std::time::Duration;

use serde_json::Value;

use super::bindings::{self, Bound, Known, Question};
use super::lenient;
use super::row::{FIELDS, Row};
use super::words;
pub use super::words::Word;
use crate::bitrix::batch::{Command, MAX_COMMANDS, Outcome};
use crate::bitrix::error::{RefusalKind, RestError};
use crate::bitrix::http::Patience;
use crate::bitrix::portion::{Asking, Taken};
use crate::bitrix::rest::{Caller, Rest};
use crate::domain::ids::ContactId;
use crate::domain::portal_words::PortalWords;
use crate::domain::settings::DeleteMethod;

/// Rows in one answer of a list.
pub const PAGE: usize = 50;
/// Most contacts that one look can be about. How many it should be about, [`Asking::Ids`] says.
pub const MOST_LOOKS: usize = PAGE * MAX_COMMANDS;

/// What to read of the contacts that come next.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Reading {
    /// Whole contacts, to be kept; else only whether they are there.
    pub is_whole: bool,
    /// Which have open deals.
    pub asks_about_deals: bool,
}

impl Reading {
    /// How many commands it takes to read this many contacts.
    #[must_use]
    pub fn commands(self, contacts: usize) -> usize {
        contacts.div_ceil(PAGE) * (1 + usize::from(self.asks_about_deals))
    }
}

/// What one call is to do.
#[derive(Clone, Debug)]
pub struct Order {
    /// Contacts to look for.
    pub looks: Vec<ContactId>,
    /// Contacts to read.
    pub reads: Vec<ContactId>,
    /// How.
    pub reading: Reading,
    /// Contacts to delete.
    pub deletes: Vec<ContactId>,
    /// With which method.
    pub method: DeleteMethod,
    /// Whether nothing is run any more after the first refusal.
    pub halts: bool,
}

/// What a contact is like before its deletion.
#[derive(Clone, Debug)]
pub struct Found {
    /// The contact.
    pub id: ContactId,
    /// Its fields as the portal gave them.
    pub body: Value,
    /// Whether it has open deals; `None`: the portal would not say.
    pub has_open_deals: Option<bool>,
}

/// What came back.
#[derive(Debug, Default)]
pub struct Report {
    /// The contacts that were looked for and about which the portal answered.
    pub looked: HashSet<ContactId>,
    /// Which of them are there.
    pub visible: HashSet<ContactId>,
    /// The contacts about which a read was answered.
    pub read: Vec<ContactId>,
    /// Those of them that are there; the others cannot be seen.
    pub found: Vec<Found>,
    /// Contacts about which a read brought no answer that makes sense.
    pub unread: Vec<ContactId>,
    /// A word for each contact that was to be deleted, in their order.
    pub words: Vec<(ContactId, Word)>,
    /// What the portal said of those that it refused.
    pub said: HashMap<ContactId, PortalWords>,
    /// Why something was not looked for, read or tried.
    pub trouble: Option<RestError>,
    /// Whether a look or a read was refused; an error of the portal's own refuses nothing.
    pub is_read_refused: bool,
    /// Mean seconds that a deletion ran, where the portal says so.
    pub seconds_per_delete: Option<f64>,
    /// How long the call took.
    pub took: Duration,
}

impl Report {
    /// Whether the portal has answered anything at all.
    #[must_use]
    pub fn says_something(&self) -> bool {
        let has_word = |(_, word): &(ContactId, Word)| *word != Word::Unclear;
        !self.looked.is_empty() || !self.read.is_empty() || self.words.iter().any(has_word)
    }
}

/// Carries the order out in one call; a second one is needed where many deals hang on the contacts that are read.
///
/// # Errors
/// When the call as a whole did not succeed: see [`RestError::may_have_run`].
pub async fn carry_out(rest: &Rest, caller: &Caller, order: &Order) -> Result<Report, RestError> {
    let commands = commands(order);
    debug_assert!(commands.len() <= MAX_COMMANDS, "{} commands", commands.len());
    let patience = if order.deletes.is_empty() { Patience::Read } else { Patience::Write };
    let (outcomes, whole) = if order.halts {
        rest.halting_batch(caller, &commands, patience).await?
    } else {
        rest.timed_batch(caller, &commands, patience).await?
    };
    let (told, reads) = (words::told(&outcomes, order.halts), commands.len() - order.deletes.len());
    let is_refused = |outcome: &Outcome| matches!(outcome, Outcome::Refused(refusal) if refusal.kind != RefusalKind::PortalFault);
    let is_read_refused = outcomes.iter().take(reads).any(is_refused);
    let mut outcomes = outcomes.into_iter();
    let mut next = |count: usize| outcomes.by_ref().take(count).collect::<Vec<Outcome>>();
    let pages = order.reads.chunks(PAGE).count();
    let (looked, read) = (next(order.looks.chunks(PAGE).count()), next(pages));
    let deals = next(if order.reading.asks_about_deals { pages } else { 0 });
    let mut report = Report { took: whole.took, is_read_refused, ..Report::default() };
    words::read(rest, caller, order, outcomes.zip(&told[reads..]), &mut report);
    let looks = rows_about(&order.looks, looked);
    if !looks.unanswered.is_empty() {
        report.trouble.get_or_insert(NO_ANSWER);
    }
    report.looked = looks.answered.into_iter().collect();
    report.visible = looks.listed.into_iter().map(|(id, _)| id).collect();
    report.trouble = looks.trouble.or(report.trouble);
    let seconds = seconds_of(&read, &deals);
    let mut rows = rows_about(&order.reads, read);
    let known = if order.reading.asks_about_deals {
        learn_deals(rest, caller, &mut rows, &order.reads, deals).await
    } else {
        Known::default()
    };
    if rows.unanswered.is_empty() && rows.trouble.is_none() {
        let is_all = order.deletes.is_empty() && order.looks.is_empty();
        if let Some(seconds) = seconds.or(is_all.then_some(whole.took.as_secs_f64())) {
            let taken = Taken { seconds, bytes: whole.bytes };
            rest.limiter().took(&caller.endpoint, Asking::Contacts, order.reads.len(), taken);
        }
    }
    let has_open_deals = |id: &ContactId| (!known.unknown.contains(id)).then(|| known.with.contains(id));
    let found = |(id, body)| Found { id, body, has_open_deals: has_open_deals(&id) };
    report.found = rows.listed.into_iter().map(found).collect();
    (report.read, report.unread) = (rows.answered, rows.unanswered);
    report.trouble = rows.trouble.or(report.trouble);
    Ok(report)
}

/// Reads contacts as a page shows them, by rising id; what cannot be seen is missing. At most [`MOST_LOOKS`].
///
/// # Errors
/// See [`RestError`].
pub async fn read_rows(rest: &Rest, caller: &Caller, ids: &[ContactId]) -> Result<Vec<Row>, RestError> {
    let rows = fetch(rest, caller, ids, &FIELDS).await?;
    Ok(rows.iter().filter_map(|(_, row)| Row::parse(row)).collect())
}

/// Asks which of up to fifty contacts belong to a company.
pub(super) fn companies_command(ids: &[ContactId]) -> Command {
    list(ids, &["ID", "COMPANY_ID"])
}

/// How many of these contacts are there, and how many of them belong to a company, by the answer.
pub(super) fn read_companies(ids: &[ContactId], outcome: Outcome) -> Result<(usize, usize), RestError> {
    let rows = own_rows(ids, outcome.into_answer()?.result).ok_or(NO_ANSWER)?;
    let has_company = |row: &Value| lenient::number(row.get("COMPANY_ID")).is_some_and(|id| id > 0);
    Ok((rows.len(), rows.iter().filter(|(_, row)| has_company(row)).count()))
}

/// Looks which contacts are there, in one call: up to [`MOST_LOOKS`].
///
/// # Errors
/// See [`RestError`].
pub async fn look_for(
    rest: &Rest,
    caller: &Caller,
    ids: &[ContactId],
) -> Result<HashSet<ContactId>, RestError> {
    Ok(fetch(rest, caller, ids, &JUST_IDS).await?.into_iter().map(|(id, _)| id).collect())
}

async fn fetch(
    rest: &Rest,
    caller: &Caller,
    ids: &[ContactId],
    fields: &[&str],
) -> Result<Vec<(ContactId, Value)>, RestError> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let commands: Vec<Command> = ids.chunks(PAGE).map(|ids| list(ids, fields)).collect();
    let answer = rest.timed_batch(caller, &commands, Patience::Read).await;
    let answer = answer.and_then(|(outcomes, whole)| {
        let rows = rows_about(ids, outcomes);
        match rows.trouble {
            Some(error) => Err(error),
            None if !rows.unanswered.is_empty() => Err(NO_ANSWER),
            None => Ok((rows.listed, whole)),
        }
    });
    match answer {
        Ok((rows, whole)) => {
            let taken = Taken::of(whole.took, whole.bytes);
            rest.limiter().took(&caller.endpoint, Asking::Ids, ids.len(), taken);
            Ok(rows)
        }
        Err(error) => {
            if error.may_be_too_much() {
                rest.limiter().was_too_much(&caller.endpoint, Asking::Ids, ids.len());
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

fn commands(order: &Order) -> Vec<Command> {
    let mut commands: Vec<Command> = order.looks.chunks(PAGE).map(|ids| list(ids, &JUST_IDS)).collect();
    let fields: &[&str] = if order.reading.is_whole { &WHOLE } else { &JUST_IDS };
    commands.extend(order.reads.chunks(PAGE).map(|ids| list(ids, fields)));
    if order.reading.asks_about_deals {
        commands.extend(order.reads.chunks(PAGE).map(|ids| about_deals(ids).command()));
    }
    commands.extend(order.deletes.iter().map(|id| order.method.command(*id)));
    commands
}

fn about_deals(ids: &[ContactId]) -> Question {
    Question { bound: Bound::OpenDeals, about: ids.to_vec() }
}

const JUST_IDS: [&str; 1] = ["ID"];
/// Phones, mails and the like come only when named.
const WHOLE: [&str; 6] = ["*", "UF_*", "PHONE", "EMAIL", "WEB", "IM"];

/// An answer that says nothing about what was asked.
const NO_ANSWER: RestError = RestError::Unreadable { status: 200 };

/// What lists of contacts have brought.
#[derive(Debug, Default)]
struct Rows {
    /// The contacts that were listed, each once.
    listed: Vec<(ContactId, Value)>,
    /// The contacts asked about in lists that were answered.
    answered: Vec<ContactId>,
    /// Those in lists that brought no answer, or one that makes no sense.
    unanswered: Vec<ContactId>,
    /// Why some lists were not even tried.
    trouble: Option<RestError>,
}

/// Holds each list against what was asked for. One that speaks of others is not believed at all: a portal that drops
/// the condition lists everybody, and says nothing about whom it leaves out.
fn rows_about(asked: &[ContactId], outcomes: Vec<Outcome>) -> Rows {
    let mut all = Rows::default();
    for (ids, outcome) in asked.chunks(PAGE).zip(outcomes) {
        match outcome {
            Outcome::Refused(refusal) if refusal.kind != RefusalKind::PortalFault => {
                all.trouble = Some(RestError::Refused(refusal));
            }
            Outcome::Done(answer) => match own_rows(ids, answer.result) {
                Some(rows) => {
                    all.listed.extend(rows);
                    all.answered.extend(ids);
                }
                None => all.unanswered.extend(ids),
            },
            Outcome::Refused(_) | Outcome::Missing | Outcome::Contradictory => all.unanswered.extend(ids),
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

/// Which of the contacts that were read have open deals; where a page was full the rest is asked for. Contacts about
/// whose deals nothing was said count as not read.
async fn learn_deals(
    rest: &Rest,
    caller: &Caller,
    rows: &mut Rows,
    asked: &[ContactId],
    outcomes: Vec<Outcome>,
) -> Known {
    let mut known = Known::default();
    let (mut left, mut failed) = (Vec::new(), Vec::new());
    for (ids, outcome) in asked.chunks(PAGE).zip(outcomes) {
        match about_deals(ids).read(outcome, &mut known) {
            Ok(question) => left.extend(question.map(|question| question.about)),
            Err(error) => failed.push((ids.to_vec(), error)),
        }
    }
    let left = left.concat();
    if let Err(error) = bindings::ask(rest, caller, Bound::OpenDeals, &left, &mut known).await {
        failed.push((left, error));
    }
    for (ids, error) in failed {
        let ids: HashSet<ContactId> = ids.into_iter().collect();
        rows.listed.retain(|(id, _)| !ids.contains(id));
        let (lost, kept) = std::mem::take(&mut rows.answered).into_iter().partition(|id| ids.contains(id));
        rows.answered = kept;
        if error.may_be_too_much() {
            let lost: Vec<ContactId> = lost;
            rows.unanswered.extend(lost);
        } else {
            rows.trouble = Some(error);
        }
    }
    known
}

/// How long the portal was at work on reads, where it says so of each.
fn seconds_of(read: &[Outcome], deals: &[Outcome]) -> Option<f64> {
    let seconds = |outcome: &Outcome| match outcome {
        Outcome::Done(answer) => answer.spending.duration,
        Outcome::Refused(_) | Outcome::Missing | Outcome::Contradictory => None,
    };
    read.iter().chain(deals).map(seconds).sum()
}
