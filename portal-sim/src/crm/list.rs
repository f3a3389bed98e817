//! A list request of the first API generation: filter, order, selection, and pages of 50.
//! A start after the end gives page 1 again, with its own `next` (`yuliai/bitrix-modules
//! main/classes/general/dbresult.php`).

use std::cmp::Ordering;
use std::collections::BTreeMap;

use super::filter::Condition;
use super::schema::{Field, FieldKind, Record};
use crate::php::{Php, PhpArray, int, text};

/// The fixed number of rows on a page.
pub(crate) const PAGE_SIZE: usize = 50;

/// Which page is requested.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Start {
    /// A negative start: the first page, without a total.
    Uncounted,
    Offset(usize),
}

impl Start {
    pub(crate) fn parse(params: &PhpArray) -> Self {
        let start = params.get("start").map_or(0, int);
        usize::try_from(start).map_or(Self::Uncounted, Self::Offset)
    }
}

/// A page of rows.
pub(crate) struct Page<'a, R> {
    pub(crate) rows: Vec<&'a R>,
    pub(crate) next: Option<usize>,
    pub(crate) total: usize,
}

/// Takes the page out of all rows.
pub(crate) fn page_of<R>(mut rows: Vec<&R>, start: Start) -> Page<'_, R> {
    let Start::Offset(offset) = start else {
        rows.truncate(PAGE_SIZE);
        return Page { rows, next: None, total: 0 };
    };
    let total = rows.len();
    let floored = offset / PAGE_SIZE * PAGE_SIZE;
    let first = if floored < total { floored } else { 0 };
    let end = (first + PAGE_SIZE).min(total);
    Page { rows: rows[first..end].to_vec(), next: (end < total).then_some(end), total }
}

/// A parsed list request.
pub(crate) struct ListRequest {
    pub(crate) conditions: Vec<Condition>,
    order: Vec<(Field, bool)>,
    start: Start,
    /// The names to print.
    pub(crate) select: Vec<&'static str>,
}

impl ListRequest {
    pub(crate) fn parse(fields: &'static [Field], params: &PhpArray) -> Self {
        let filter = params.get("filter").or_else(|| params.get("FILTER")).and_then(Php::as_array);
        Self {
            conditions: filter.map(|filter| Condition::parse_all(fields, filter)).unwrap_or_default(),
            order: parse_order(fields, params.get("order").or_else(|| params.get("ORDER"))),
            start: Start::parse(params),
            select: parse_select(fields, params.get("select").or_else(|| params.get("SELECT"))),
        }
    }

    /// The page of the entries that match the filter and are visible. `narrowed` are the numbers that an index found:
    /// all matches and maybe more.
    pub(crate) fn run<'a, R: Record>(
        &self,
        all: &'a BTreeMap<u64, R>,
        narrowed: Option<Vec<u64>>,
        visible: impl Fn(&R) -> bool,
    ) -> Page<'a, R> {
        let passes =
            |row: &&R| visible(row) && self.conditions.iter().all(|condition| condition.matches(*row));
        let most = if self.start == Start::Uncounted { PAGE_SIZE } else { usize::MAX };
        let candidates = self.candidates(all, narrowed);
        let rows = match self.order[..] {
            [] => candidates.filter(passes).take(most).collect(),
            [(field, true)] if field.name == "ID" => candidates.filter(passes).take(most).collect(),
            [(field, false)] if field.name == "ID" => candidates.rev().filter(passes).take(most).collect(),
            _ => {
                let mut rows: Vec<&R> = candidates.filter(passes).collect();
                rows.sort_by(|a, b| self.compare(*a, *b));
                rows
            }
        };
        page_of(rows, self.start)
    }

    /// The entries that can match, by number.
    fn candidates<'a, R>(
        &self,
        all: &'a BTreeMap<u64, R>,
        narrowed: Option<Vec<u64>>,
    ) -> Box<dyn DoubleEndedIterator<Item = &'a R> + 'a> {
        if let Some(mut ids) = self.conditions.iter().find_map(Condition::exact_ids).or(narrowed) {
            ids.sort_unstable();
            ids.dedup();
            return Box::new(ids.into_iter().filter_map(|id| all.get(&id)));
        }
        let above = self.conditions.iter().filter_map(Condition::lower_bound).max();
        let below = self.conditions.iter().filter_map(Condition::upper_bound).min();
        let first = above.map_or(0, |bound| bound.saturating_add(1));
        let end = below.unwrap_or(u64::MAX).max(first);
        Box::new(all.range(first..end).map(|(_, row)| row))
    }

    fn compare(&self, a: &impl Record, b: &impl Record) -> Ordering {
        for (field, ascending) in &self.order {
            let order = compare_values(&a.value(field.name), &b.value(field.name));
            let order = if *ascending { order } else { order.reverse() };
            if order.is_ne() {
                return order;
            }
        }
        a.id().cmp(&b.id())
    }
}

fn compare_values(a: &Php, b: &Php) -> Ordering {
    match (a, b) {
        (Php::Int(a), Php::Int(b)) => a.cmp(b),
        (Php::Float(a), Php::Float(b)) => a.total_cmp(b),
        (a, b) => text(a).to_lowercase().cmp(&text(b).to_lowercase()),
    }
}

fn parse_order(fields: &'static [Field], order: Option<&Php>) -> Vec<(Field, bool)> {
    let Some(order) = order.and_then(Php::as_array) else { return Vec::new() };
    let sortable = |name: &str| {
        let unsortable = [FieldKind::Multi, FieldKind::NoColumn, FieldKind::Many];
        fields.iter().find(|field| field.name == name && !unsortable.contains(&field.kind))
    };
    let pairs = order.iter().filter_map(|(name, way)| Some((*sortable(name)?, text(way))));
    pairs.map(|(field, way)| (field, !way.eq_ignore_ascii_case("desc"))).collect()
}

/// The names to print. `*` and `UF_*` do not include fields with several values: these are printed only when named.
/// `ID` is always printed.
fn parse_select(fields: &'static [Field], select: Option<&Php>) -> Vec<&'static str> {
    let named: Vec<String> =
        select.and_then(Php::as_array).map(|select| select.values().map(text).collect()).unwrap_or_default();
    let is_named = |name: &str| named.iter().any(|known| known == name);
    let all = named.is_empty() || is_named("*");
    let all_custom = named.is_empty() || is_named("UF_*");
    let is_selected = |field: &&Field| match field.kind {
        FieldKind::Hidden => false,
        FieldKind::Multi | FieldKind::NoColumn => is_named(field.name),
        _ if field.name == "ID" => true,
        _ if field.name.starts_with("UF_") => all_custom || is_named(field.name),
        _ => all || is_named(field.name),
    };
    fields.iter().filter(is_selected).map(|field| field.name).collect()
}
