//! Pages of contacts in an order other than by id. Here the portal offers only offsets. If rows change between two
//! pages, a row may appear twice or not at all. So these pages are only for display.

use std::cmp::Ordering;
use std::collections::{HashMap, HashSet};

use jiff::Timestamp;

use super::listing::{self, ListRequest, PAGE_SIZE};
use super::row::{ContactRow, FIELDS};
use super::search::{Alternative, Search};
use crate::bitrix::batch::{Command, MAX_COMMANDS};
use crate::bitrix::error::RestError;
use crate::bitrix::http::CallTimeout;
use crate::bitrix::rest::{Answer, Caller, RestClient};
use crate::domain::filter::ContactFilter;
use crate::domain::ids::ContactId;
use crate::domain::sort::{Sort, SortKey};

/// How many windows of candidates one page may read when most candidates do not match.
const MAX_ROUNDS: usize = 5;
/// Last row that a search with several alternatives can show. For each page, the portal must be asked for all rows
/// before it.
const DEEPEST: usize = 500;

/// A part of the ordered list.
#[derive(Clone, Copy, Debug)]
pub struct SortedWindow {
    /// How many contacts come before it.
    pub skip: usize,
    /// How many contacts it has at most.
    pub limit: usize,
}

/// One page of an ordered list.
#[derive(Clone, Debug)]
pub struct SortedPage {
    /// The rows in their order.
    pub rows: Vec<ContactRow>,
    /// How many contacts match in total, if that can be counted exactly.
    pub total: Option<u32>,
    /// How many contacts come before the next page; `None` on the last.
    pub next: Option<u32>,
    /// Whether the portal applied the order. It silently ignores a field that it does not know.
    pub sorted: bool,
    /// Whether more contacts match than can be shown in this order.
    pub cut: bool,
}

/// Lists a window of the contacts that meet the filter and the search, in the given order, as the caller's user sees
/// them.
///
/// # Errors
/// See [`RestError`]. If the portal refuses one condition, the whole page fails.
pub async fn list(
    rest: &RestClient,
    caller: &Caller,
    filter: &ContactFilter,
    search: Option<&Search>,
    sort: Sort,
    window: SortedWindow,
) -> Result<SortedPage, RestError> {
    let query = SortedQuery { rest, caller, filter, sort };
    let mut alternatives = search.map_or_else(|| vec![Vec::new()], Search::alternatives);
    let request = ListRequest { filter, search, after: None, counts: false };
    if let Some(found) = listing::find_by_communication(rest, caller, &request).await? {
        alternatives.push(found);
    }
    match &alternatives[..] {
        [alternative] => query.page_of_one_list(alternative, window).await,
        several => query.page_of_joined_lists(several, window).await,
    }
}

/// A query for ordered contacts.
struct SortedQuery<'a> {
    rest: &'a RestClient,
    caller: &'a Caller,
    filter: &'a ContactFilter,
    sort: Sort,
}

impl SortedQuery<'_> {
    /// A window of one list in the portal's order.
    async fn page_of_one_list(
        &self,
        alternative: &Alternative,
        window: SortedWindow,
    ) -> Result<SortedPage, RestError> {
        let mut page = SortedPage { rows: Vec::new(), total: None, next: None, sorted: true, cut: false };
        let mut at = window.skip;
        for round in 0..MAX_ROUNDS {
            let wanted = window.limit - page.rows.len();
            let pages: Vec<usize> = (at / PAGE_SIZE..=(at + wanted - 1) / PAGE_SIZE).collect();
            let commands = pages.iter().map(|number| self.command(alternative, *number)).collect();
            let answers = self.answers(commands).await?;
            let total = answers.first().map_or(Err(NO_LIST), counted)?;
            let (mut found, mut all_fit) = (Vec::new(), true);
            for (number, answer) in
                pages.iter().zip(&answers).filter(|(number, _)| *number * PAGE_SIZE < total)
            {
                let rows = listing::read_rows(answer)?;
                page.sorted &= is_in_order(&rows, self.sort.key, self.sort.descending);
                let (fitting, misfits) = self.fitting(alternative, rows)?;
                all_fit &= misfits == 0;
                let from = number * PAGE_SIZE;
                found.extend(
                    fitting
                        .into_iter()
                        .map(|(place, row)| (from + place, row))
                        .filter(|(place, _)| *place >= at),
                );
            }
            let places: HashMap<ContactId, usize> =
                found.iter().map(|(place, row)| (row.id, *place)).collect();
            let rows = found.into_iter().map(|(_, row)| row).collect();
            let mut rows = listing::keep_matching(self.rest, self.caller, self.filter, rows).await?;
            let end = pages.last().map_or(at, |number| (number + 1) * PAGE_SIZE).min(total);
            let is_cut = rows.len() > wanted;
            rows.truncate(wanted);
            at = rows
                .last()
                .filter(|_| is_cut)
                .and_then(|row| places.get(&row.id))
                .map_or(end, |place| place + 1);
            if round == 0 && all_fit && !self.filter.is_filtered_here() {
                page.total = u32::try_from(total).ok();
            }
            page.rows.extend(rows);
            page.next = u32::try_from(at).ok().filter(|_| at < total);
            if page.next.is_none() || page.rows.len() >= window.limit {
                break;
            }
        }
        each_once(&mut page.rows);
        if page.total.is_none() && window.skip == 0 && page.next.is_none() {
            page.total = u32::try_from(page.rows.len()).ok();
        }
        Ok(page)
    }

    /// A window of several joined lists. Each is read from its beginning, because a row may be in all of them.
    async fn page_of_joined_lists(
        &self,
        alternatives: &[Alternative],
        window: SortedWindow,
    ) -> Result<SortedPage, RestError> {
        let end = (window.skip + window.limit).min(DEEPEST);
        let first_commands = alternatives.iter().map(|alternative| self.command(alternative, 0)).collect();
        let first_answers = self.answers(first_commands).await?;
        let totals = first_answers.iter().map(counted).collect::<Result<Vec<usize>, RestError>>()?;
        let further_pages: Vec<(usize, usize)> = totals
            .iter()
            .enumerate()
            .flat_map(|(at, total)| (1..end.min(*total).div_ceil(PAGE_SIZE)).map(move |number| (at, number)))
            .collect();
        let commands =
            further_pages.iter().map(|(at, number)| self.command(&alternatives[*at], *number)).collect();
        let other_answers = self.answers(commands).await?;
        let mut lists: Vec<Vec<ContactRow>> = vec![Vec::new(); alternatives.len()];
        let mut sorted = true;
        let ats = (0..alternatives.len()).chain(further_pages.iter().map(|(at, _)| *at));
        for (at, answer) in ats.zip(first_answers.iter().chain(&other_answers)) {
            let rows = listing::read_rows(answer)?;
            sorted &= is_in_order(&rows, self.sort.key, self.sort.descending);
            let (fitting, _) = self.fitting(&alternatives[at], rows)?;
            lists[at].extend(fitting.into_iter().map(|(_, row)| row));
        }
        let is_whole = totals.iter().all(|total| *total <= end);
        let mut rows = joined(lists, self.sort);
        if !is_whole {
            rows.truncate(end);
        }
        let found = rows.len();
        let rows = rows.into_iter().skip(window.skip).take(window.limit).collect();
        let rows = listing::keep_matching(self.rest, self.caller, self.filter, rows).await?;
        let next = window.skip + window.limit;
        let goes_on = next < found || (!is_whole && next < DEEPEST);
        Ok(SortedPage {
            rows,
            total: u32::try_from(found).ok().filter(|_| is_whole && !self.filter.is_filtered_here()),
            next: u32::try_from(next).ok().filter(|_| goes_on),
            sorted,
            cut: !is_whole && !goes_on,
        })
    }

    fn command(&self, alternative: &Alternative, page: usize) -> Command {
        let way = if self.sort.descending { "DESC" } else { "ASC" };
        let command = Command::new("crm.contact.list");
        let by = |command: Command, field: &&str| command.with(format!("order[{field}]"), way);
        let command = fields(self.sort.key).iter().fold(command, by);
        let command = FIELDS.iter().fold(command, |command, field| command.with("select[]", field));
        listing::conditions(command, self.filter, alternative).with("start", page * PAGE_SIZE)
    }

    async fn answers(&self, commands: Vec<Command>) -> Result<Vec<Answer>, RestError> {
        let mut answers = Vec::with_capacity(commands.len());
        for part in commands.chunks(MAX_COMMANDS) {
            answers.extend(listing::answers(self.rest.batch(self.caller, part, CallTimeout::Read).await?)?);
        }
        Ok(answers)
    }

    /// The rows that meet the conditions, with their places in the answer, and the number of the other rows.
    fn fitting(
        &self,
        alternative: &Alternative,
        rows: Vec<ContactRow>,
    ) -> Result<(Vec<(usize, ContactRow)>, usize), RestError> {
        let all = rows.len();
        let fits = |row: &ContactRow| row.meets(self.filter) && Search::accepts(alternative, row);
        let fitting: Vec<(usize, ContactRow)> =
            rows.into_iter().enumerate().filter(|(_, row)| fits(row)).collect();
        let misfits = all - fitting.len();
        listing::refuse_ignored(misfits, all)?;
        Ok((fitting, misfits))
    }
}

const NO_LIST: RestError = RestError::Unreadable { status: 200 };

/// The portal's total. Without it, a page beyond the end cannot be recognized: the portal returns the first page
/// instead.
fn counted(answer: &Answer) -> Result<usize, RestError> {
    answer.total.and_then(|total| usize::try_from(total).ok()).ok_or(NO_LIST)
}

/// The fields to order by. The id decides between equal values, so that the order is the same on every page.
const fn fields(key: SortKey) -> &'static [&'static str] {
    match key {
        SortKey::Id => &["ID"],
        SortKey::Created => &["DATE_CREATE", "ID"],
        SortKey::Changed => &["DATE_MODIFY", "ID"],
        SortKey::Activity => &["LAST_ACTIVITY_TIME", "ID"],
        SortKey::Name => &["NAME", "LAST_NAME", "ID"],
    }
}

fn time(row: &ContactRow, key: SortKey) -> Option<Timestamp> {
    let text = match key {
        SortKey::Created => row.created_at.as_deref(),
        SortKey::Changed => row.modified_at.as_deref(),
        SortKey::Activity => row.last_activity_at.as_deref(),
        SortKey::Id | SortKey::Name => None,
    };
    text?.parse().ok()
}

/// Whether an answer is in order, if that can be checked. The order of names depends on the portal.
fn is_in_order(rows: &[ContactRow], key: SortKey, descending: bool) -> bool {
    match key {
        SortKey::Name => true,
        SortKey::Id => rows.is_sorted_by(|a, b| if descending { a.id >= b.id } else { a.id <= b.id }),
        SortKey::Created | SortKey::Changed | SortKey::Activity => {
            let times: Vec<Timestamp> = rows.iter().filter_map(|row| time(row, key)).collect();
            let has_times = times.len() >= rows.len().min(2);
            has_times && times.is_sorted_by(|a, b| if descending { a >= b } else { a <= b })
        }
    }
}

fn compare(a: &ContactRow, b: &ContactRow, sort: Sort) -> Ordering {
    let name = |row: &ContactRow| (row.first_name.0.to_lowercase(), row.last_name.0.to_lowercase());
    let by_key = match sort.key {
        SortKey::Id => Ordering::Equal,
        SortKey::Name => name(a).cmp(&name(b)),
        key => time(a, key).cmp(&time(b, key)),
    };
    let order = by_key.then(a.id.cmp(&b.id));
    if sort.descending { order.reverse() } else { order }
}

/// Joins lists and keeps the order within each. A row that is in several lists appears once.
fn joined(lists: Vec<Vec<ContactRow>>, sort: Sort) -> Vec<ContactRow> {
    let mut lists: Vec<_> = lists.into_iter().map(|list| list.into_iter().peekable()).collect();
    let mut all = Vec::new();
    loop {
        let heads = lists.iter_mut().filter_map(|list| list.peek().cloned().map(|row| (row, list)));
        let Some((_, list)) = heads.min_by(|(a, _), (b, _)| compare(a, b, sort)) else { break };
        all.extend(list.next());
    }
    each_once(&mut all);
    all
}

fn each_once(rows: &mut Vec<ContactRow>) {
    let mut seen = HashSet::new();
    rows.retain(|row| seen.insert(row.id));
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn row(id: u32, name: &str, created: &str) -> ContactRow {
        ContactRow::parse(&json!({"ID": id, "NAME": name, "DATE_CREATE": created})).unwrap()
    }

    fn ids(rows: &[ContactRow]) -> Vec<u32> {
        rows.iter().map(|row| row.id.get()).collect()
    }

    #[test]
    fn joined_lists_keep_their_order_without_duplicates() {
        let day = |day: u32| format!("2026-01-{day:02}T10:00:00+03:00");
        let list =
            |rows: &[(u32, u32)]| rows.iter().map(|(id, at)| row(*id, "Eva", &day(*at))).collect::<Vec<_>>();
        let newest = Sort { key: SortKey::Created, descending: true };
        let all = joined(vec![list(&[(1, 9), (2, 7), (3, 1)]), list(&[(4, 8), (2, 7)]), Vec::new()], newest);
        assert_eq!(ids(&all), [1, 4, 2, 3]);
        let alike =
            joined(vec![list(&[(7, 1)]), list(&[(3, 1)])], Sort { key: SortKey::Name, descending: false });
        assert_eq!(ids(&alike), [3, 7]);
    }

    #[test]
    fn an_ignored_order_is_detected() {
        let rows = [row(1, "b", "2026-01-01T00:00:00Z"), row(2, "a", "2026-01-01T03:00:00+03:00")];
        assert!(is_in_order(&rows, SortKey::Created, false) && is_in_order(&rows, SortKey::Created, true));
        let later = [rows[0].clone(), row(3, "a", "2026-01-02T00:00:00Z")];
        assert!(is_in_order(&later, SortKey::Created, false) && !is_in_order(&later, SortKey::Created, true));
        assert!(!is_in_order(&later, SortKey::Activity, false), "the rows have no last activity");
        assert!(
            is_in_order(&later[..0], SortKey::Activity, false) && is_in_order(&later, SortKey::Name, true)
        );
    }
}
