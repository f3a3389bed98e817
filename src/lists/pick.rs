//! Chooses the column to read: the one that the user named, or the only one that says that it holds contact ids. No
//! other column is read unless the user names it.

use std::ops::ControlFlow;

use super::collector::Collector;
use super::layout::{Column, Layout};
use super::reason::{Reason, Unreadable};
use super::rows::{Content, Flow, ON, Row, Sheet, stop_at};
use super::value::can_be_one_number;
use super::{IdList, ListKind, MissingChoice, plain};
use crate::lists::rows::MOST_COLUMNS;

/// The column that the user named.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ColumnChoice(String);

impl ColumnChoice {
    /// A heading, or a number counted from 1.
    #[must_use]
    pub fn new(text: &str) -> Self {
        Self(text.trim().to_owned())
    }

    /// The text as the user typed it.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Why no list was read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ListError {
    /// The file is no list.
    #[error(transparent)]
    Unreadable(#[from] Unreadable),
    /// The named column does not exist, or several have this name.
    #[error("the column does not exist, or several have this name")]
    NoSuchColumn(Vec<Column>),
}

/// A sheet with its layout.
struct SheetLayout<'a> {
    sheet: &'a Sheet<'a>,
    layout: Layout,
    /// The number of columns of the sheets before it.
    before: usize,
}

/// Reads the sheets of a file.
pub(super) fn from_sheets(sheets: &[Sheet<'_>], choice: Option<&ColumnChoice>) -> Result<IdList, ListError> {
    let (mut layouts, mut before, mut columns) = (Vec::new(), 0, 0);
    for sheet in sheets {
        let layout = Layout::read(&*sheet.rows)?;
        columns += layout.count();
        if columns > MOST_COLUMNS {
            return Err(Unreadable::TooWide.into());
        }
        let width = layout.width;
        if layout.count() > 0 {
            layouts.push(SheetLayout { sheet, layout, before });
            before += width;
        }
    }
    match &layouts[..] {
        [] => Err(Unreadable::Empty.into()),
        [one] if one.layout.is_list && !one.sheet.is_hidden && is_first(choice, one) => {
            let mut collector = Collector::default();
            take_list(&mut collector, one)?;
            let list = collector.into_list(ListKind::List, Vec::new(), None);
            Ok(IdList { is_text: one.sheet.rows.can_shift(), ..list })
        }
        _ => from_table(&layouts, choice),
    }
}

/// Whether the user named no column, or named the list's only column.
fn is_first(choice: Option<&ColumnChoice>, table: &SheetLayout<'_>) -> bool {
    choice.is_none_or(|choice| choice.as_str() == "1" && table.layout.only_column() == Some(0))
}

fn from_table(layouts: &[SheetLayout<'_>], choice: Option<&ColumnChoice>) -> Result<IdList, ListError> {
    let name = |one: &SheetLayout<'_>, many: bool| if many { one.sheet.name.clone() } else { String::new() };
    let many = layouts.len() > 1;
    let is_text = layouts.iter().all(|one| one.sheet.rows.can_shift());
    let columns: Vec<Column> = layouts
        .iter()
        .flat_map(|one| one.layout.columns(one.before, &name(one, many)).collect::<Vec<_>>())
        .collect();
    let found = match choice {
        Some(choice) => named(layouts, &columns, choice).map(Some),
        None => Some(obvious_column(layouts)),
    };
    let Some(found) = found else { return Err(ListError::NoSuchColumn(columns)) };
    let Some((sheet, place)) = found else {
        let list = Collector::default().into_list(ListKind::Table, columns, None);
        return Ok(IdList { needs: Some(MissingChoice::Column), is_text, ..list });
    };
    let mut collector = Collector::default();
    take_column(&mut collector, &layouts[sheet], place)?;
    let list = collector.into_list(ListKind::Table, columns, Some(layouts[sheet].before + place + 1));
    Ok(IdList { is_text, heading: layouts[sheet].layout.heading, ..list })
}

/// The only column that can be read without a choice: its heading names ids, or the file has no other column. Hidden
/// sheets do not count.
fn obvious_column(layouts: &[SheetLayout<'_>]) -> Option<(usize, usize)> {
    let of_sheet = |(at, one): (usize, &SheetLayout<'_>)| {
        let only = one.layout.only_column();
        one.layout.named.iter().copied().chain(only).map(move |place| (at, place)).collect::<Vec<_>>()
    };
    let mut found = layouts.iter().enumerate().flat_map(of_sheet);
    let (at, place) = found.next().filter(|_| found.next().is_none())?;
    let is_meant = layouts.len() == 1 || layouts[at].layout.named.contains(&place);
    (is_meant && !layouts[at].sheet.is_hidden).then_some((at, place))
}

/// The column with this number, or the only one with this name.
fn named(layouts: &[SheetLayout<'_>], columns: &[Column], choice: &ColumnChoice) -> Option<(usize, usize)> {
    let place_of = |index: usize| {
        let at = layouts.iter().rposition(|one| one.before < index)?;
        let place = index - layouts[at].before - 1;
        layouts[at].layout.has(place).then_some((at, place))
    };
    if let Some(found) = choice.as_str().parse().ok().and_then(place_of) {
        return Some(found);
    }
    let is_same = |name: &str| !name.is_empty() && name.to_lowercase() == choice.as_str().to_lowercase();
    let short = |column: &&Column| {
        place_of(column.index).is_some_and(|(at, place)| is_same(layouts[at].layout.name(place)))
    };
    let whole = |column: &&Column| is_same(&column.name);
    let found = only(columns.iter().filter(whole)).or_else(|| only(columns.iter().filter(short)));
    found.and_then(|column| place_of(column.index))
}

fn only<'c>(mut found: impl Iterator<Item = &'c Column>) -> Option<&'c Column> {
    found.next().filter(|_| found.next().is_none())
}

/// Reads each cell as a list of its own.
fn take_list(collector: &mut Collector, table: &SheetLayout<'_>) -> Result<(), Unreadable> {
    table.sheet.rows.each(&mut |row| {
        if row.is_hidden {
            let shown = row.cells.first().map(|cell| cell.content.text()).unwrap_or_default();
            collector.refuse(row.number, &shown, Reason::HiddenRow, row.times);
            return ON;
        }
        for cell in row.cells {
            let taken = match &cell.content {
                Content::Text(_) => plain::take_line(collector, row.number, &cell.content.text()),
                content => collector.take(row.number, &content.text(), content.value(), row.times),
            };
            if let broken @ ControlFlow::Break(_) = stop_at(taken) {
                return broken;
            }
        }
        ON
    })
}

/// Reads one column below the heading.
fn take_column(collector: &mut Collector, table: &SheetLayout<'_>, place: usize) -> Result<(), Unreadable> {
    let (layout, rows) = (&table.layout, &table.sheet.rows);
    let (heading, can_shift) = (layout.heading, rows.can_shift());
    let surplus = if can_shift && place > 0 { surplus_of_all(table, place)? } else { 0 };
    let column = OneColumn {
        place,
        width: if heading.is_some() && can_shift { layout.width } else { usize::MAX },
        usual: layout.usual,
        most: if can_shift && place > 0 { layout.usual + surplus } else { usize::MAX },
        can_be_split: rows.can_split_numbers(),
        stands_after: place > 0 && layout.name(place - 1).is_empty(),
        stands_before: layout.name(place + 1).is_empty(),
    };
    rows.each(&mut |row| {
        if heading.is_some_and(|heading| row.number <= heading) {
            return ON;
        }
        column.take(collector, row)
    })
}

/// How many extra cells every row has when the last column is read: some programs also write a delimiter after it. For
/// a single row or another column this is unknown, because a delimiter within a cell may have shifted the cells.
fn surplus_of_all(table: &SheetLayout<'_>, place: usize) -> Result<usize, Unreadable> {
    let (heading, usual) = (table.layout.heading, table.layout.usual);
    if heading.is_none() || place + 1 != usual {
        return Ok(0);
    }
    let (mut rows, mut width, mut are_alike) = (0, usual, true);
    table.sheet.rows.each(&mut |row| {
        if heading.is_some_and(|heading| row.number <= heading) {
            return ON;
        }
        are_alike = rows == 0 || row.width == width;
        (rows, width) = (rows + 1, row.width);
        if are_alike { ON } else { ControlFlow::Break(Ok(())) }
    })?;
    Ok(if are_alike && rows > 1 { width.saturating_sub(usual) } else { 0 })
}

/// The column that is read, and what is known about its table.
struct OneColumn {
    place: usize,
    /// The first column that must be empty.
    width: usize,
    /// The usual and the largest number of cells in a row.
    usual: usize,
    most: usize,
    /// Whether the delimiter may also occur within a number. `stands_after` and `stands_before`: the neighbour column
    /// has no heading, so it may hold a part of the number.
    can_be_split: bool,
    stands_after: bool,
    stands_before: bool,
}

impl OneColumn {
    fn take(&self, collector: &mut Collector, row: &Row<'_>) -> Flow {
        let at = row.cells.iter().position(|cell| cell.column == self.place);
        let cell = at.map(|at| &row.cells[at]);
        let first = || row.cells.iter().map(|cell| cell.content.text()).next().unwrap_or_default();
        let is_wider =
            row.width > self.most || row.cells.last().is_some_and(|last| last.column >= self.width);
        let fault = if row.is_open {
            Some(Reason::UnclosedQuote)
        } else if row.is_hidden {
            Some(Reason::HiddenRow)
        } else if is_wider {
            Some(Reason::MoreCells)
        } else if at.is_some_and(|at| self.is_split(row, at)) {
            Some(Reason::FormattedNumber)
        } else {
            cell.is_none().then_some(Reason::Empty)
        };
        let shown = cell.filter(|_| !row.is_open).map_or_else(first, |cell| cell.content.text());
        match (fault, cell) {
            (None, Some(cell)) => {
                stop_at(collector.take(row.number, &shown, cell.content.value(), row.times))
            }
            (fault, _) => {
                collector.refuse(row.number, &shown, fault.unwrap_or(Reason::Empty), row.times);
                ON
            }
        }
    }

    /// Whether the cell and its neighbour may be parts of one number.
    fn is_split(&self, row: &Row<'_>, at: usize) -> bool {
        let text = |at: usize, column: usize| {
            row.cells.get(at).filter(|cell| cell.column == column).map(|cell| cell.content.text())
        };
        let own = row.cells[at].content.text();
        let is_after = || {
            let before = self.stands_after.then(|| text(at.checked_sub(1)?, self.place - 1)).flatten();
            before.is_some_and(|before| can_be_one_number(&before, &own))
        };
        let is_before = || {
            let after = (self.stands_before || row.width > self.usual).then(|| text(at + 1, self.place + 1));
            after.flatten().is_some_and(|after| can_be_one_number(&own, &after))
        };
        self.can_be_split && (is_after() || is_before())
    }
}
