//! Which column is read: the one that was named, or the only one that says that it holds ids of contacts. Never
//! another unasked.

use super::gather::Gather;
use super::layout::{Column, Layout};
use super::reason::{Reason, Unreadable};
use super::rows::{Content, Flow, ON, Row, Sheet, stop_at};
use super::{IdList, ListKind, Needs, plain};
use crate::lists::rows::MOST_COLUMNS;

/// A column that somebody has named.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ColumnChoice(String);

impl ColumnChoice {
    /// A heading, or a number counted from 1.
    #[must_use]
    pub fn new(text: &str) -> Self {
        Self(text.trim().to_owned())
    }

    /// As it was named.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Why there is no list.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ListError {
    /// The file is none.
    #[error(transparent)]
    Unreadable(#[from] Unreadable),
    /// The column that was named is not there, or several are called so.
    #[error("there is no such column, or several are called so")]
    NoSuchColumn(Vec<Column>),
}

/// A sheet with its layout.
struct Laid<'a> {
    sheet: &'a Sheet<'a>,
    layout: Layout,
    /// Columns of the sheets before it.
    before: usize,
}

/// Reads the sheets of a file.
pub(super) fn from_sheets(sheets: &[Sheet<'_>], wanted: Option<&ColumnChoice>) -> Result<IdList, ListError> {
    let (mut laid, mut before, mut columns) = (Vec::new(), 0, 0);
    for sheet in sheets {
        let layout = Layout::of(&*sheet.rows)?;
        columns += layout.count();
        if columns > MOST_COLUMNS {
            return Err(Unreadable::TooWide.into());
        }
        let width = layout.width;
        if layout.count() > 0 {
            laid.push(Laid { sheet, layout, before });
            before += width;
        }
    }
    match &laid[..] {
        [] => Err(Unreadable::Empty.into()),
        [one] if one.layout.is_list && is_first(wanted, one) => {
            let mut gather = Gather::default();
            take_list(&mut gather, one)?;
            let list = gather.into_list(ListKind::List, Vec::new(), None);
            Ok(IdList { is_text: one.sheet.rows.can_shift(), ..list })
        }
        _ => from_table(&laid, wanted),
    }
}

/// Whether nothing is wanted of a list but what it has: its only column.
fn is_first(wanted: Option<&ColumnChoice>, laid: &Laid<'_>) -> bool {
    wanted.is_none_or(|wanted| wanted.as_str() == "1" && laid.layout.only_column() == Some(0))
}

fn from_table(laid: &[Laid<'_>], wanted: Option<&ColumnChoice>) -> Result<IdList, ListError> {
    let name = |laid: &Laid<'_>, many: bool| if many { laid.sheet.name.clone() } else { String::new() };
    let many = laid.len() > 1;
    let is_text = laid.iter().all(|one| one.sheet.rows.can_shift());
    let columns: Vec<Column> = laid
        .iter()
        .flat_map(|one| one.layout.columns(one.before, &name(one, many)).collect::<Vec<_>>())
        .collect();
    let found = match wanted {
        Some(wanted) => named(laid, &columns, wanted).map(Some),
        None => Some(unasked(laid)),
    };
    let Some(found) = found else { return Err(ListError::NoSuchColumn(columns)) };
    let Some((sheet, place)) = found else {
        let list = Gather::default().into_list(ListKind::Table, columns, None);
        return Ok(IdList { needs: Some(Needs::Column), is_text, ..list });
    };
    let mut gather = Gather::default();
    take_column(&mut gather, &laid[sheet], place)?;
    let list = gather.into_list(ListKind::Table, columns, Some(laid[sheet].before + place + 1));
    Ok(IdList { is_text, heading: laid[sheet].layout.heading, ..list })
}

/// The only column that is meant without a word: by its heading, or because its sheet has no other.
fn unasked(laid: &[Laid<'_>]) -> Option<(usize, usize)> {
    let of_sheet = |(at, one): (usize, &Laid<'_>)| {
        let only = one.layout.only_column();
        one.layout.named.iter().copied().chain(only).map(move |place| (at, place)).collect::<Vec<_>>()
    };
    let mut found = laid.iter().enumerate().flat_map(of_sheet);
    found.next().filter(|_| found.next().is_none())
}

/// The column with this number, or the only one with this name.
fn named(laid: &[Laid<'_>], columns: &[Column], wanted: &ColumnChoice) -> Option<(usize, usize)> {
    let place_of = |index: usize| {
        let at = laid.iter().rposition(|one| one.before < index)?;
        let place = index - laid[at].before - 1;
        laid[at].layout.has(place).then_some((at, place))
    };
    if let Some(found) = wanted.as_str().parse().ok().and_then(place_of) {
        return Some(found);
    }
    let is_same = |name: &str| !name.is_empty() && name.to_lowercase() == wanted.as_str().to_lowercase();
    let short = |column: &&Column| {
        place_of(column.index).is_some_and(|(at, place)| is_same(laid[at].layout.name(place)))
    };
    let whole = |column: &&Column| is_same(&column.name);
    let found = only(columns.iter().filter(whole)).or_else(|| only(columns.iter().filter(short)));
    found.and_then(|column| place_of(column.index))
}

fn only<'c>(mut found: impl Iterator<Item = &'c Column>) -> Option<&'c Column> {
    found.next().filter(|_| found.next().is_none())
}

/// Reads each cell as a list of its own.
fn take_list(gather: &mut Gather, laid: &Laid<'_>) -> Result<(), Unreadable> {
    laid.sheet.rows.each(&mut |row| {
        for cell in row.cells {
            let taken = match &cell.content {
                Content::Text(_) => plain::take_line(gather, row.number, &cell.content.text()),
                content => gather.take(row.number, &content.text(), content.value(), row.times),
            };
            if let broken @ std::ops::ControlFlow::Break(_) = stop_at(taken) {
                return broken;
            }
        }
        ON
    })
}

/// Reads one column below the heading.
fn take_column(gather: &mut Gather, laid: &Laid<'_>, place: usize) -> Result<(), Unreadable> {
    let (heading, width) = (laid.layout.heading, laid.layout.width);
    let is_bounded = heading.is_some() && laid.sheet.rows.can_shift();
    laid.sheet.rows.each(&mut |row| {
        if heading.is_some_and(|heading| row.number <= heading) {
            return ON;
        }
        take_row(gather, row, place, if is_bounded { width } else { usize::MAX })
    })
}

fn take_row(gather: &mut Gather, row: &Row<'_>, place: usize, width: usize) -> Flow {
    let cell = row.cells.iter().find(|cell| cell.column == place);
    let first = || row.cells.iter().map(|cell| cell.content.text()).next().unwrap_or_default();
    if row.is_open {
        gather.refuse(row.number, &first(), Reason::UnclosedQuote, row.times);
        return ON;
    }
    if row.cells.last().is_some_and(|last| last.column >= width) {
        let shown = cell.map_or_else(first, |cell| cell.content.text());
        gather.refuse(row.number, &shown, Reason::MoreCells, row.times);
        return ON;
    }
    let Some(cell) = cell else {
        gather.refuse(row.number, &first(), Reason::Empty, row.times);
        return ON;
    };
    stop_at(gather.take(row.number, &cell.content.text(), cell.content.value(), row.times))
}
