//! Pages of contacts in ascending order of ids: `>ID` with `start:-1`. They stay complete while contacts are deleted.
//! Offsets would skip rows then, and return the first page after the end (b24restdocs
//! settings/performance/huge-data.md).

use std::collections::BTreeMap;

use serde_json::Value;

use super::bindings::{RelatedContacts, RelatedKind, RelatedQuestion};
use super::lenient;
use super::row::{ContactRow, FIELDS};
use super::search::{Alternative, Search};
use crate::bitrix::batch::{Command, CommandOutcome};
use crate::bitrix::error::RestError;
use crate::bitrix::http::CallTimeout;
use crate::bitrix::rest::{Answer, Caller, RestClient};
use crate::domain::filter::{ContactFilter, MissingPart};
use crate::domain::ids::ContactId;

/// Rows in a page, fixed by the portal.
pub const PAGE_SIZE: usize = 50;
/// If at least so many rows, and most of a page, do not meet the conditions, the portal did not apply them.
const MISFITS: usize = 3;
/// How many pages of candidates one page may read when most candidates do not match.
const MAX_ROUNDS: usize = 5;

/// One page of rows.
#[derive(Clone, Debug, Default)]
pub struct RowPage {
    /// The rows in ascending order of ids.
    pub rows: Vec<ContactRow>,
    /// How many contacts match in total, if that can be counted exactly.
    pub total: Option<u32>,
    /// The id after which the next page begins; `None` on the last.
    pub next: Option<ContactId>,
}

/// What to list.
#[derive(Clone, Copy, Debug)]
pub(super) struct ListRequest<'a> {
    pub(super) filter: &'a ContactFilter,
    pub(super) search: Option<&'a Search>,
    pub(super) after: Option<ContactId>,
    /// Whether to count all matching contacts.
    pub(super) counts: bool,
}

/// Lists up to [`PAGE_SIZE`] contacts after an id that meet the filter and the search, as the caller's user sees them.
/// A plain page takes one call. A condition on deals mostly takes one more call for each fifty candidates.
///
/// # Errors
/// See [`RestError`]. If the portal refuses one condition, the whole page fails.
pub async fn list(
    rest: &RestClient,
    caller: &Caller,
    filter: &ContactFilter,
    search: Option<&Search>,
    after: Option<ContactId>,
) -> Result<RowPage, RestError> {
    list_up_to(rest, caller, filter, search, after, PAGE_SIZE).await
}

/// The same for up to `limit` contacts. A portal returns fifty at a time.
///
/// # Errors
/// See [`RestError`].
pub async fn list_up_to(
    rest: &RestClient,
    caller: &Caller,
    filter: &ContactFilter,
    search: Option<&Search>,
    after: Option<ContactId>,
    limit: usize,
) -> Result<RowPage, RestError> {
    let mut request = ListRequest { filter, search, after, counts: true };
    let mut page = RowPage::default();
    for round in 0..MAX_ROUNDS + limit.saturating_sub(1) / PAGE_SIZE {
        let mut found = candidates(rest, caller, &request).await?;
        found.rows = keep_matching(rest, caller, filter, found.rows).await?;
        if filter.is_filtered_here() {
            found.total = None;
        }
        page.total = if round == 0 { found.total } else { page.total };
        page.rows.extend(found.rows);
        page.next = found.next;
        if page.next.is_none() || page.rows.len() >= limit {
            break;
        }
        request.after = page.next;
        request.counts = false;
    }
    if page.rows.len() > limit {
        page.rows.truncate(limit);
        page.next = page.rows.last().map(|row| row.id);
    }
    if page.total.is_none() && after.is_none() && page.next.is_none() {
        page.total = u32::try_from(page.rows.len()).ok();
    }
    Ok(page)
}

async fn candidates(
    rest: &RestClient,
    caller: &Caller,
    request: &ListRequest<'_>,
) -> Result<RowPage, RestError> {
    let mut alternatives = request.search.map_or_else(|| vec![Vec::new()], Search::alternatives);
    if let Some(found) = find_by_communication(rest, caller, request).await? {
        alternatives.push(found);
    }
    let first_page = request.after.is_none();
    let mut commands: Vec<Command> =
        alternatives.iter().map(|alternative| page_command(request, alternative)).collect();
    // After the first page, a page's own count would cover only the remaining rows.
    let counts_apart = request.counts && !first_page && alternatives.len() == 1;
    if counts_apart {
        commands.extend(alternatives.iter().map(|alternative| count_command(request.filter, alternative)));
    }
    let mut answers = answers(rest.batch(caller, &commands, CallTimeout::Read).await?)?;
    let counted = if counts_apart { answers.pop().and_then(|answer| answer.total) } else { None };
    let single_total = if first_page { answers.first().and_then(|answer| answer.total) } else { counted };
    let mut merged = merge(request, &alternatives, &answers)?;
    // If rows do not match, the portal ignored a condition, and its total is wrong.
    let single_total = single_total.filter(|_| !merged.narrowed);
    let all_seen = first_page && merged.page.next.is_none();
    merged.page.total = match (alternatives.len(), all_seen) {
        (1, _) => single_total,
        (_, true) => u32::try_from(merged.page.rows.len()).ok(),
        _ => None,
    };
    Ok(merged.page)
}

/// Finds contacts by other spellings of a phone or e-mail, with the portal's duplicate search.
pub(super) async fn find_by_communication(
    rest: &RestClient,
    caller: &Caller,
    request: &ListRequest<'_>,
) -> Result<Option<Alternative>, RestError> {
    let Some(wanted) = request.search.and_then(Search::communication) else { return Ok(None) };
    let command = Command::new("crm.duplicate.findbycomm")
        .with("type", wanted.kind)
        .with("entity_type", "CONTACT")
        .with("values[]", wanted.value);
    let outcome = rest.batch(caller, &[command], CallTimeout::Read).await?.pop();
    let found = outcome.and_then(CommandOutcome::done).map(|answer| answer.result);
    let ids = found.as_ref().and_then(|found| found.get("CONTACT")).and_then(Value::as_array);
    let ids: Vec<ContactId> =
        ids.into_iter().flatten().filter_map(|id| ContactId::new(lenient::number(Some(id))?)).collect();
    // Never send an empty list: the portal would ignore the condition and list all contacts.
    Ok((!ids.is_empty()).then(|| ids.iter().map(|id| ("@ID", id.to_string())).collect()))
}

pub(super) fn conditions(mut command: Command, filter: &ContactFilter, alternative: &Alternative) -> Command {
    for (key, value) in alternative {
        let name = if *key == "@ID" { "filter[@ID][]".to_owned() } else { format!("filter[{key}]") };
        command = command.with(name, value);
    }
    let moment = |moment: jiff::Timestamp| moment.strftime("%Y-%m-%dT%H:%M:%S+00:00").to_string();
    let pairs = [
        (">=DATE_CREATE", filter.created_from.map(moment)),
        ("<DATE_CREATE", filter.created_before.map(moment)),
        ("CREATED_BY_ID", filter.created_by.map(|id| id.to_string())),
        ("ASSIGNED_BY_ID", filter.assigned_by.map(|id| id.to_string())),
        ("SOURCE_ID", filter.source.as_ref().map(|source| source.as_str().to_owned())),
        ("HAS_PHONE", filter.without.contains(&MissingPart::Phone).then(|| "N".to_owned())),
        ("HAS_EMAIL", filter.without.contains(&MissingPart::Email).then(|| "N".to_owned())),
        ("<LAST_ACTIVITY_TIME", filter.no_activity_since.map(moment)),
        ("COMPANY_ID", filter.without.contains(&MissingPart::Company).then(|| "0".to_owned())),
    ];
    for (key, value) in pairs {
        if let Some(value) = value {
            command = command.with(format!("filter[{key}]"), value);
        }
    }
    command
}

fn page_command(request: &ListRequest<'_>, alternative: &Alternative) -> Command {
    let mut command = Command::new("crm.contact.list").with("order[ID]", "ASC");
    command = FIELDS.iter().fold(command, |command, field| command.with("select[]", field));
    command = conditions(command, request.filter, alternative);
    match request.after {
        Some(after) => command.with("filter[>ID]", after).with("start", -1),
        None => command.with("start", 0),
    }
}

fn count_command(filter: &ContactFilter, alternative: &Alternative) -> Command {
    let command = Command::new("crm.contact.list").with("select[]", "ID").with("start", 0);
    conditions(command, filter, alternative)
}

/// All answers, or the first error as the error of the whole page.
pub(super) fn answers(outcomes: Vec<CommandOutcome>) -> Result<Vec<Answer>, RestError> {
    outcomes.into_iter().map(CommandOutcome::into_answer).collect()
}

/// A joined page, and whether some rows of the answer did not match.
#[derive(Debug)]
struct MergedPage {
    page: RowPage,
    narrowed: bool,
}

/// Joins the rows of the alternatives by id. An alternative with a full page says nothing about ids after its last row.
/// So the joined page ends at the smallest such id.
fn merge(
    request: &ListRequest<'_>,
    alternatives: &[Alternative],
    answers: &[Answer],
) -> Result<MergedPage, RestError> {
    let mut joined: BTreeMap<ContactId, ContactRow> = BTreeMap::new();
    let mut covered_to: Option<ContactId> = None;
    let mut narrowed = false;
    for (alternative, answer) in alternatives.iter().zip(answers) {
        let rows = read_rows(answer)?;
        if rows.len() >= PAGE_SIZE
            && let Some(last) = rows.iter().map(|row| row.id).max()
        {
            covered_to = Some(covered_to.map_or(last, |earlier| earlier.min(last)));
        }
        let (all, mut misfits) = (rows.len(), 0);
        for row in rows {
            let is_after = request.after.is_none_or(|after| row.id > after);
            let fits = row.meets(request.filter) && Search::accepts(alternative, &row);
            let is_inactive = row.is_inactive(request.filter);
            misfits += usize::from(!fits);
            narrowed |= !fits || !is_after || !is_inactive;
            if fits && is_after && is_inactive {
                joined.insert(row.id, row);
            }
        }
        refuse_ignored(misfits, all)?;
    }
    let mut rows: Vec<ContactRow> =
        joined.into_values().filter(|row| covered_to.is_none_or(|limit| row.id <= limit)).collect();
    let mut next = covered_to.filter(|limit| request.after.is_none_or(|after| *limit > after));
    if rows.len() > PAGE_SIZE {
        rows.truncate(PAGE_SIZE);
        next = rows.last().map(|row| row.id);
    }
    Ok(MergedPage { page: RowPage { rows, total: None, next }, narrowed })
}

/// Reads the rows of an answer. An answer that is not a list is an error, not an empty list.
pub(super) fn read_rows(answer: &Answer) -> Result<Vec<ContactRow>, RestError> {
    let rows = answer.result.as_array().and_then(|rows| rows.iter().map(ContactRow::parse).collect());
    rows.ok_or(RestError::Unreadable { status: 200 })
}

/// Rejects an answer if the portal did not apply the conditions.
pub(super) fn refuse_ignored(misfits: usize, all: usize) -> Result<(), RestError> {
    if misfits >= MISFITS && misfits * 2 > all { Err(RestError::FilterIgnored) } else { Ok(()) }
}

/// Keeps the rows that meet conditions that a portal may not apply or that a row does not show.
pub(super) async fn keep_matching(
    rest: &RestClient,
    caller: &Caller,
    filter: &ContactFilter,
    mut rows: Vec<ContactRow>,
) -> Result<Vec<ContactRow>, RestError> {
    rows.retain(|row| row.is_inactive(filter));
    match filter.missing_deals() {
        Some(missing) => without_deals(rest, caller, missing, rows).await,
        None => Ok(rows),
    }
}

/// Keeps the rows without deals of this kind, as primary or further contact. A refusal fails the whole page.
async fn without_deals(
    rest: &RestClient,
    caller: &Caller,
    missing: MissingPart,
    rows: Vec<ContactRow>,
) -> Result<Vec<ContactRow>, RestError> {
    let bound = if missing == MissingPart::OpenDeals { RelatedKind::OpenDeals } else { RelatedKind::Deals };
    let mut known = RelatedContacts::default();
    let about: Vec<ContactId> = rows.iter().map(|row| row.id).collect();
    for ids in about.chunks(PAGE_SIZE) {
        let question = RelatedQuestion { bound, about: ids.to_vec() };
        let Some(unanswered) = ask(rest, caller, vec![question], &mut known).await?.pop() else { continue };
        let each = unanswered.about.iter().map(|id| RelatedQuestion { bound, about: vec![*id] }).collect();
        for unclear in ask(rest, caller, each, &mut known).await? {
            known.unknown.extend(unclear.about);
        }
    }
    Ok(rows
        .into_iter()
        .filter(|row| !known.with.contains(&row.id) && !known.unknown.contains(&row.id))
        .collect())
}

/// Asks up to fifty questions in one call. Returns the questions that are left.
async fn ask(
    rest: &RestClient,
    caller: &Caller,
    questions: Vec<RelatedQuestion>,
    known: &mut RelatedContacts,
) -> Result<Vec<RelatedQuestion>, RestError> {
    let commands: Vec<Command> = questions.iter().map(RelatedQuestion::command).collect();
    let outcomes = rest.batch(caller, &commands, CallTimeout::Read).await?;
    let mut left = Vec::new();
    for (question, outcome) in questions.into_iter().zip(outcomes) {
        left.extend(question.read(CommandOutcome::Done(outcome.into_answer()?), known)?);
    }
    Ok(left)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn answer(ids: impl IntoIterator<Item = u32>) -> Answer {
        let rows: Vec<Value> = ids.into_iter().map(|id| json!({"ID": id.to_string()})).collect();
        Answer::from_result(rows.into())
    }

    fn request(filter: &ContactFilter) -> ListRequest<'_> {
        ListRequest { filter, search: None, after: None, counts: true }
    }

    fn ids(page: &RowPage) -> Vec<u32> {
        page.rows.iter().map(|row| row.id.get()).collect()
    }

    #[test]
    fn a_short_page_is_the_last() {
        let filter = ContactFilter::default();
        let page = merge(&request(&filter), &[vec![]], &[answer([3, 1, 2])]).unwrap().page;
        assert_eq!((ids(&page), page.next), (vec![1, 2, 3], None));
    }

    #[test]
    fn a_joined_page_ends_where_the_first_full_alternative_ends() {
        let filter = ContactFilter::default();
        let answers = [answer(1..=50), answer([7, 60])];
        let page = merge(&request(&filter), &[vec![], vec![]], &answers).unwrap().page;
        assert_eq!((page.rows.len(), page.next), (50, ContactId::new(50)));
        let full = [answer((1..=50).map(|n| n * 2)), answer(1..=50)];
        let both = merge(&request(&filter), &[vec![], vec![]], &full).unwrap().page;
        assert_eq!((ids(&both), both.next), ((1..=50).collect(), ContactId::new(50)));
    }

    #[test]
    fn rows_outside_the_filter_are_dropped_but_count_as_covered() {
        let filter =
            ContactFilter { assigned_by: crate::domain::ids::UserId::new(7), ..ContactFilter::default() };
        let of = |users: &[u32]| {
            let row = |(n, user)| json!({"ID": n + 1, "ASSIGNED_BY_ID": user});
            Answer::from_result(users.iter().enumerate().map(row).collect::<Vec<_>>().into())
        };
        let mixed: Vec<u32> = (0..50).map(|n| 7 + n % 2).collect();
        let page = merge(&request(&filter), &[vec![]], &[of(&mixed)]).unwrap().page;
        assert_eq!((page.rows.len(), page.next), (25, ContactId::new(50)));
        let few = merge(&request(&filter), &[vec![]], &[of(&[8, 8])]).unwrap().page;
        assert_eq!((few.rows.len(), few.next), (0, None));
        for ignored in [of(&[8, 8, 8]), of(&[8; 50]), of(&[[8; 26].as_slice(), &[7; 24]].concat())] {
            let refused = merge(&request(&filter), &[vec![]], &[ignored]);
            assert!(matches!(refused, Err(RestError::FilterIgnored)), "{refused:?}");
        }
    }

    #[test]
    fn a_portal_may_ignore_the_last_activity_and_rows_are_filtered_here() {
        let filter = ContactFilter {
            no_activity_since: crate::domain::filter::parse_from("2026-01-01"),
            ..ContactFilter::default()
        };
        let row = |n: u32| {
            let year = if n.is_multiple_of(10) { 2024 } else { 2026 };
            json!({"ID": n, "LAST_ACTIVITY_TIME": format!("{year}-06-01T00:00:00+00:00")})
        };
        let rows: Vec<Value> = (1..=50).map(row).collect();
        let merged = merge(&request(&filter), &[vec![]], &[Answer::from_result(rows.into())]).unwrap();
        assert_eq!((ids(&merged.page), merged.narrowed), (vec![10, 20, 30, 40, 50], true));
        assert_eq!(merged.page.next, ContactId::new(50));
    }

    #[test]
    fn an_answer_that_is_no_list_is_not_an_empty_list() {
        let filter = ContactFilter::default();
        for odd in [json!(null), json!({}), json!({"0": {"ID": "1"}}), json!("x"), json!([{"ID": "0"}])] {
            assert!(
                merge(&request(&filter), &[vec![]], &[Answer { total: Some(7), ..Answer::from_result(odd) }])
                    .is_err()
            );
        }
    }

    #[test]
    fn a_repeated_first_page_is_detected() {
        let filter = ContactFilter::default();
        let request = ListRequest { filter: &filter, search: None, after: ContactId::new(80), counts: true };
        let page = merge(&request, &[vec![]], &[answer(1..=50)]).unwrap().page;
        assert_eq!((page.rows.len(), page.next), (0, None));
    }
}
