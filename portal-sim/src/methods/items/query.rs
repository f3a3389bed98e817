//! A `crm.item.list` request: conditions, order, selection and pages.
//!
//! It copies two traps of the source (`crm/lib/controller/item.php`, `crm/lib/Service/Factory.php`, `rest/lib/engine/
//! restmanager.php` in `yuliai/bitrix-modules`): a deal that is linked to several of the requested
//! contacts counts once for each of them in `total` and in the page's 50 places, although it is printed once. And
//! `next` is counted from the printed items, so it can point to the same page again.

use std::collections::BTreeMap;

use super::super::context::{Outcome, Reply};
use super::super::error::RestError;
use super::filter::{Filter, unknown_field};
use super::names::{Name, names_of};
use super::printing::item;
use crate::crm::{CONTACT_TYPE, DEAL_TYPE, PAGE_SIZE, Record, Start};
use crate::php::{Php, PhpArray, int, php, text, truthy};

/// A parsed list request.
pub(super) struct Query {
    kind: u64,
    filter: Filter,
    /// Only deals of these contacts are listed.
    pub(super) bound: Option<Vec<u64>>,
    order: Vec<(&'static Name, bool)>,
    start: Start,
    select: Option<Vec<String>>,
    with_multi: bool,
}

impl Query {
    pub(super) fn parse(kind: u64, params: &PhpArray) -> Result<Self, RestError> {
        let mut filter = params.get("filter").and_then(Php::as_array).cloned().unwrap_or_default();
        let bound = if kind == DEAL_TYPE { filter.remove("contactIds") } else { None };
        let select = params.get("select").and_then(Php::as_array);
        let select: Vec<String> = select.map(|names| names.values().map(text).collect()).unwrap_or_default();
        let all = select.iter().any(|name| name == "*");
        let order = params.get("order").and_then(Php::as_array);
        let order = order.into_iter().flat_map(PhpArray::iter).filter_map(|(name, way)| {
            let known = names_of(kind).iter().find(|known| known.camel == name)?;
            Some((known, !text(way).eq_ignore_ascii_case("desc")))
        });
        Ok(Self {
            kind,
            filter: Filter::parse(kind, &filter)?,
            bound: bound.map(|ids| bound_ids(kind, &ids)).transpose()?,
            order: order.collect(),
            start: Start::parse(params),
            with_multi: all,
            select: (!all && !select.is_empty()).then_some(select),
        })
    }

    /// The entries that match, by number; only one page if no total is requested. `narrowed` are the entries that an
    /// index found: all matches and maybe more, some of them several times.
    pub(super) fn rows<'a, R: Record>(
        &self,
        all: &'a BTreeMap<u64, R>,
        narrowed: Option<Vec<&'a R>>,
        visible: impl Fn(&R) -> bool,
    ) -> Vec<&'a R> {
        let passes = |row: &&R| visible(row) && self.filter.matches(*row);
        if let Some(narrowed) = narrowed {
            return narrowed.into_iter().filter(passes).collect();
        }
        let ascending =
            self.order.is_empty() || matches!(self.order[..], [(name, true)] if name.column == "ID");
        let max = if ascending && self.start == Start::Uncounted { PAGE_SIZE } else { usize::MAX };
        if let Some(ids) = self.filter.exact_ids() {
            return ids.iter().filter_map(|id| all.get(id)).filter(passes).take(max).collect();
        }
        let from = self.filter.lower_bound().saturating_add(1);
        all.range(from..).map(|(_, row)| row).filter(passes).take(max).collect()
    }

    /// The page as it is printed.
    pub(super) fn answer<R: Record>(&self, mut rows: Vec<&R>, multi: impl Fn(&R) -> Php) -> Outcome {
        for (name, ascending) in self.order.iter().rev() {
            rows.sort_by_key(|row| SortKey(row.value(name.column)));
            if !ascending {
                rows.reverse();
            }
        }
        let total = rows.len();
        let offset = match self.start {
            Start::Offset(offset) => offset / PAGE_SIZE * PAGE_SIZE,
            Start::Uncounted => 0,
        };
        let mut page: Vec<&R> = rows.into_iter().skip(offset).take(PAGE_SIZE).collect();
        page.dedup_by_key(|row| row.id());
        let printed = offset + page.len();
        let items = page.into_iter().map(|row| {
            let mut printed = item(self.kind, row, self.select.as_deref());
            if self.with_multi && self.kind == CONTACT_TYPE {
                printed.array_mut().set("fm", multi(row));
            }
            printed
        });
        let result = php! { "items" => Php::list(items) };
        if self.start == Start::Uncounted {
            return Ok(Reply { result, next: None, total: None });
        }
        Ok(Reply { result, next: (printed < total).then_some(printed), total: Some(total) })
    }
}

/// `contactIds` is the only name without a column that the controller knows. It must not be empty.
fn bound_ids(kind: u64, value: &Php) -> Result<Vec<u64>, RestError> {
    if !truthy(value) {
        return Err(unknown_field(kind, "CONTACT_IDS"));
    }
    let number = |id: &Php| u64::try_from(int(id)).unwrap_or_default();
    Ok(value.as_array().map_or_else(|| vec![number(value)], |ids| ids.values().map(number).collect()))
}

/// A value to sort by. All values of a column have the same type.
#[derive(PartialEq)]
struct SortKey(Php);

impl Eq for SortKey {}

impl PartialOrd for SortKey {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for SortKey {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        match (&self.0, &other.0) {
            (Php::Int(a), Php::Int(b)) => a.cmp(b),
            (Php::Float(a), Php::Float(b)) => a.total_cmp(b),
            (a, b) => text(a).to_lowercase().cmp(&text(b).to_lowercase()),
        }
    }
}
