//! Collects the content of a list: unique ids, the number of duplicates, and values that are no ids.

use super::reason::{Reason, Unreadable};
use super::value::{self, Value};
use super::{Column, IdList, ListKind};
use crate::domain::ids::ContactId;

/// How many problems are kept; all of them are counted.
const PROBLEMS_KEPT: usize = 10_000;
/// How many characters of a value are kept.
pub(super) const LONGEST_VALUE: usize = 60;
/// How many different ids are read from one list. A job takes far fewer.
const MOST_IDS: usize = 2_000_000;

/// A value that is no id.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListFault {
    /// The line of a text or the row of a sheet, counted from 1.
    pub row: u64,
    /// The value, shortened.
    pub value: String,
    /// Why it is no id.
    pub reason: Reason,
}

/// Ids in bounded memory: duplicates are removed whenever the buffer is full.
#[derive(Debug, Default)]
struct Ids {
    numbers: Vec<ContactId>,
    total: u64,
}

impl Ids {
    fn add(&mut self, id: ContactId, times: u64) -> Result<(), Unreadable> {
        self.total += times;
        self.numbers.push(id);
        if self.numbers.len() < 2 * MOST_IDS {
            return Ok(());
        }
        self.deduplicate();
        if self.numbers.len() > MOST_IDS { Err(Unreadable::TooManyIds) } else { Ok(()) }
    }

    fn deduplicate(&mut self) {
        self.numbers.sort_unstable();
        self.numbers.dedup();
    }
}

/// What was found so far.
#[derive(Debug, Default)]
pub(super) struct Collector {
    plain: Ids,
    named: Ids,
    /// The first values that name a contact in a form such as `C_5`. The end of the list decides whether they count.
    first_named: Vec<ListFault>,
    named_rows: u64,
    /// The portal that the values' addresses name.
    host: Option<String>,
    has_many_hosts: bool,
    other_kinds: u64,
    problems: Vec<ListFault>,
    problem_count: u64,
    rows: u64,
    is_fatal: bool,
}

impl Collector {
    /// Adds a row with one value; `times` counts equal rows.
    pub(super) fn take(&mut self, row: u64, shown: &str, value: Value, times: u64) -> Result<(), Unreadable> {
        if !matches!(value, Value::Bad(_)) {
            self.begin(matches!(value, Value::Named(_)), times);
        }
        self.add(row, shown, value, times)
    }

    /// Counts an accepted row, whose values follow.
    pub(super) fn begin(&mut self, is_named: bool, times: u64) {
        self.rows += times;
        self.named_rows += if is_named { times } else { 0 };
    }

    /// Adds one value of a row.
    pub(super) fn add(&mut self, row: u64, shown: &str, value: Value, times: u64) -> Result<(), Unreadable> {
        match value {
            Value::Plain(id) => self.plain.add(id, times),
            Value::Named(id) => {
                self.record_host(shown);
                if self.first_named.len() < PROBLEMS_KEPT {
                    self.first_named.push(problem(row, shown, Reason::MixedForm));
                }
                self.named.add(id, times)
            }
            Value::Bad(reason) => {
                self.refuse(row, shown, reason, times);
                Ok(())
            }
        }
    }

    /// Remembers the portal of an address: the id of a card is valid on one portal only.
    fn record_host(&mut self, shown: &str) {
        const LONGEST: usize = 255;
        let Some(host) = value::host(shown.trim_matches(value::is_blank)) else { return };
        match &self.host {
            None => self.host = Some(host.chars().take(LONGEST).collect()),
            Some(known) => self.has_many_hosts |= !known.eq_ignore_ascii_case(host),
        }
    }

    /// Adds a row that is no id.
    pub(super) fn refuse(&mut self, row: u64, shown: &str, reason: Reason, times: u64) {
        self.rows += times;
        self.problem_count += times;
        self.is_fatal |= reason.is_fatal();
        self.other_kinds += u64::from(reason.is_other_kind());
        if self.problems.len() < PROBLEMS_KEPT {
            self.problems.push(problem(row, shown, reason));
        }
    }

    /// Returns the list. Forms such as `C_5` count only if the list has no plain numbers and no items other than
    /// contacts, and all addresses are of one portal. If most rows are faulty, no ids are returned.
    pub(super) fn into_list(mut self, kind: ListKind, columns: Vec<Column>, column: Option<usize>) -> IdList {
        let (mut ids, mut total) = (std::mem::take(&mut self.plain.numbers), self.plain.total);
        let mut faulty_rows = self.problem_count;
        let is_mixed = total > 0 || self.other_kinds > 0 || self.has_many_hosts;
        if self.named.total > 0 && is_mixed {
            faulty_rows += self.named_rows;
            self.problem_count += self.named.total;
            self.problems.append(&mut self.first_named);
            self.problems.sort_by_key(|problem| problem.row);
            self.problems.truncate(PROBLEMS_KEPT);
        } else {
            ids.append(&mut self.named.numbers);
            total += self.named.total;
        }
        if self.is_fatal || faulty_rows.saturating_mul(2) > self.rows {
            (ids, total) = (Vec::new(), 0);
        }
        let mut ids = Ids { numbers: ids, total };
        ids.deduplicate();
        ids.numbers.shrink_to_fit();
        let repeated = ids.total - ids.numbers.len() as u64;
        IdList {
            kind,
            columns,
            is_text: true,
            heading: None,
            column,
            needs: None,
            ids: ids.numbers,
            repeated,
            problems: self.problems,
            problem_count: self.problem_count,
        }
    }
}

fn problem(row: u64, shown: &str, reason: Reason) -> ListFault {
    ListFault { row, value: shortened(shown, LONGEST_VALUE), reason }
}

/// The beginning of a text on one line; an ellipsis marks a cut.
pub(super) fn shortened(text: &str, longest: usize) -> String {
    let mut chars = text.trim_matches(value::is_blank).chars();
    let show = |c: char| if c.is_control() { ' ' } else { c };
    let mut out: String = chars.by_ref().take(longest).map(show).collect();
    if chars.next().is_some() {
        out.push('…');
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lists::value;

    fn list(values: &[&str]) -> IdList {
        let mut collector = Collector::default();
        for (row, text) in (1..).zip(values) {
            collector.take(row, text, value::of_text(text), 1).unwrap();
        }
        collector.into_list(ListKind::List, Vec::new(), None)
    }

    fn numbers(list: &IdList) -> Vec<u32> {
        list.ids.iter().map(|id| id.get()).collect()
    }

    #[test]
    fn ids_are_sorted_without_duplicates() {
        let list = list(&["7", "5", "7", "7"]);
        assert_eq!((numbers(&list), list.repeated, list.problem_count), (vec![5, 7], 2, 0));
    }

    #[test]
    fn forms_count_only_without_other_values() {
        assert_eq!(numbers(&list(&["C_5", "CONTACT_6", "/crm/contact/details/7/"])), [5, 6, 7]);
        let mixed = list(&["5", "6", "C_7", "8"]);
        assert_eq!(numbers(&mixed), [5, 6, 8]);
        assert_eq!(mixed.problems, [problem(3, "C_7", Reason::MixedForm)]);
        let others = list(&["C_5", "C_6", "CO_7"]);
        assert_eq!((numbers(&others), others.problem_count), (vec![], 3));
    }

    #[test]
    fn a_mostly_faulty_list_gives_no_ids() {
        assert_eq!(numbers(&list(&["5", "x"])), [5]);
        assert_eq!(numbers(&list(&["5", "x", "y"])), [0; 0]);
    }

    #[test]
    fn many_ids_take_bounded_memory() {
        let mut collector = Collector::default();
        for number in (1..=3_000_000).map(|n| n % 1_000 + 1) {
            collector.take(1, "", Value::Plain(ContactId::new(number).unwrap()), 2).unwrap();
        }
        let list = collector.into_list(ListKind::List, Vec::new(), None);
        assert_eq!((list.ids.len(), list.repeated), (1_000, 6_000_000 - 1_000));
        let mut collector = Collector::default();
        let mut many =
            (1..=4_000_000).map(|n| collector.take(1, "", Value::Plain(ContactId::new(n).unwrap()), 1));
        assert!(many.any(|taken| taken == Err(Unreadable::TooManyIds)));
    }
}
