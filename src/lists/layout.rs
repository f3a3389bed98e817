//! Finds the layout of a table: its heading, its columns, and which of them hold contact ids.

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap};
use std::ops::ControlFlow;

use super::collector::shortened;
use super::heading::{names_contact_ids, names_others};
use super::reason::{Reason, Unreadable};
use super::rows::{ON, Row, Rows};
use super::value::{self, Value};

/// In how many rows a heading is searched for.
const HEAD: usize = 20;
/// How many values of a column are shown.
const SAMPLE: usize = 3;
/// How many rows below a heading are searched for these values.
const ENOUGH: usize = 1_000;
/// For how many columns values are shown.
const SAMPLED: usize = 500;
/// How many characters of a name or value are shown.
const LONGEST: usize = 60;

/// A column of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// Its number in the file, counted from 1. It continues over several sheets.
    pub index: usize,
    /// Its heading, after the sheet's name if there are several sheets. Empty if it has none.
    pub name: String,
    /// The first values below the heading.
    pub sample: Vec<String>,
}

/// A row as texts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct HeadRow {
    pub(super) number: u64,
    pub(super) cells: Vec<(usize, String)>,
    /// The number of its cells, including empty ones.
    pub(super) width: usize,
    values: Vec<Value>,
}

/// The first rows of a table.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Head {
    pub(super) rows: Vec<HeadRow>,
}

impl Head {
    /// Reads them.
    pub(super) fn read(rows: &dyn Rows) -> Result<Self, Unreadable> {
        let mut found = Vec::new();
        rows.each(&mut |row| {
            found.push(HeadRow {
                number: row.number,
                width: row.width,
                cells: row.cells.iter().map(|cell| (cell.column, cell.content.text().into_owned())).collect(),
                values: row.cells.iter().map(|cell| cell.content.value()).collect(),
            });
            if found.len() < HEAD { ON } else { ControlFlow::Break(Ok(())) }
        })?;
        Ok(Self { rows: found })
    }

    /// The first row with a heading for contact ids, if all rows before it look like titles.
    pub(super) fn named_heading(&self) -> Option<usize> {
        // A title may precede the heading.
        let is_text = |row: &HeadRow| row.values == [Value::Bad(Reason::NotAnId)];
        let at =
            self.rows.iter().position(|row| row.cells.iter().any(|(_, text)| names_contact_ids(text)))?;
        // A row with ids or numbers is no heading. Names of fields such as ADDRESS_2 are allowed.
        let is_word = |value: &Value| matches!(value, Value::Bad(Reason::NotAnId | Reason::OtherItem));
        let is_heading = self.rows[at].values.iter().all(is_word);
        (is_heading && self.rows[..at].iter().all(is_text)).then_some(at)
    }

    /// The row of any heading: it consists of words, and rows follow it.
    pub(super) fn heading(&self) -> Option<usize> {
        self.named_heading().or_else(|| {
            let first = self.rows.first().filter(|_| self.rows.len() > 1)?;
            let is_word = |text: &str| text.contains(char::is_alphabetic);
            let are_words = first.values.iter().all(|value| *value == Value::Bad(Reason::NotAnId))
                && first.cells.iter().all(|(_, text)| is_word(text));
            // A single word with digits may be a misspelt id.
            let is_alone = first.cells.len() == 1 && first.cells[0].1.contains(|c: char| c.is_ascii_digit());
            (are_words && !is_alone).then_some(0)
        })
    }
}

/// What is known about one column.
#[derive(Clone, Debug, Default)]
struct ColumnFacts {
    name: String,
    sample: Vec<String>,
}

/// A table's layout.
#[derive(Clone, Debug)]
pub(super) struct Layout {
    /// The row of the heading.
    pub(super) heading: Option<u64>,
    /// How many columns the heading spans, or all rows if there is no heading.
    pub(super) width: usize,
    /// How many cells, including empty ones, the heading has, or the most frequent number if there is no heading.
    pub(super) usual: usize,
    /// The positions of the columns whose headings name contact ids.
    pub(super) named: Vec<usize>,
    /// Whether this is no table: it has no heading, and no two rows have the same number of cells above one. For a
    /// sheet: it has only one column or one row.
    pub(super) is_list: bool,
    columns: BTreeMap<usize, ColumnFacts>,
}

impl Layout {
    /// Reads a table to find its layout.
    pub(super) fn read(rows: &dyn Rows) -> Result<Self, Unreadable> {
        let head = Head::read(rows)?;
        let at = head.heading();
        let heading = at.map(|at| &head.rows[at]);
        let title = at.iter().flat_map(|at| &head.rows[..*at]).flat_map(|row| &row.cells);
        let is_of_others = title.into_iter().any(|(_, text)| names_others(text));
        let mut layout = Self {
            heading: heading.map(|row| row.number),
            width: heading.map_or(0, |row| row.width),
            usual: heading.map_or(0, |row| row.width),
            named: Vec::new(),
            is_list: false,
            columns: BTreeMap::new(),
        };
        for (column, text) in heading.iter().flat_map(|row| &row.cells) {
            if names_contact_ids(text) && !rows.can_split_headings() && !is_of_others {
                layout.named.push(*column);
            }
            layout.columns.entry(*column).or_default().name = shortened(text, LONGEST);
        }
        layout.look_at(rows)?;
        Ok(layout)
    }

    fn look_at(&mut self, rows: &dyn Rows) -> Result<(), Unreadable> {
        let (mut counts, mut looked_at) = (HashMap::<usize, u64>::new(), 0);
        let mut widths = HashMap::<usize, u64>::new();
        rows.each(&mut |row| {
            if self.heading.is_some_and(|heading| row.number <= heading) {
                return ON;
            }
            *counts.entry(row.cells.len()).or_default() += row.times;
            *widths.entry(row.width).or_default() += row.times;
            self.sample(row);
            looked_at += 1;
            // With a heading, only sample values are still missing.
            if self.heading.is_some() && looked_at >= ENOUGH { ControlFlow::Break(Ok(())) } else { ON }
        })?;
        if self.heading.is_none() {
            // The most frequent width; of two equally frequent ones, the smaller.
            let usual = widths.into_iter().max_by_key(|(width, rows)| (*rows, Reverse(*width)));
            self.usual = usual.map_or(0, |(width, _)| width);
            self.width = self.columns.last_key_value().map_or(0, |(column, _)| column + 1);
            self.is_list = if rows.can_shift() {
                !counts.iter().any(|(cells, rows)| *cells > 1 && *rows > 1)
            } else {
                self.columns.len() == 1 || counts.values().sum::<u64>() == 1
            };
        }
        Ok(())
    }

    fn sample(&mut self, row: &Row<'_>) {
        let has_heading = self.heading.is_some();
        for cell in row.cells.iter().filter(|cell| !has_heading || cell.column < self.width) {
            let is_shown = self.columns.len() <= SAMPLED;
            let facts = self.columns.entry(cell.column).or_default();
            if is_shown && facts.sample.len() < SAMPLE {
                facts.sample.push(shortened(&cell.content.text(), LONGEST));
            }
        }
    }

    /// The columns for display. `before` counts the columns of earlier sheets.
    pub(super) fn columns<'a>(&'a self, before: usize, sheet: &'a str) -> impl Iterator<Item = Column> + 'a {
        self.columns.iter().map(move |(place, facts)| {
            let name = match (sheet, facts.name.as_str()) {
                ("", name) => name.to_owned(),
                (sheet, "") => format!("{sheet} · {}", place + 1),
                (sheet, name) => format!("{sheet} · {name}"),
            };
            Column { index: before + place + 1, name, sample: facts.sample.clone() }
        })
    }

    /// The heading of a column.
    pub(super) fn name(&self, place: usize) -> &str {
        self.columns.get(&place).map_or("", |facts| facts.name.as_str())
    }

    /// Whether there is such a column.
    pub(super) fn has(&self, place: usize) -> bool {
        self.columns.contains_key(&place)
    }

    /// How many columns there are.
    pub(super) fn count(&self) -> usize {
        self.columns.len()
    }

    /// The only column of a table without a heading, if it looks like ids.
    pub(super) fn only_column(&self) -> Option<usize> {
        let mut columns = self.columns.iter();
        let (place, facts) = columns.next().filter(|_| self.heading.is_none() && columns.next().is_none())?;
        let is_like_ids = facts.sample.iter().any(|text| value::of_text(text) != Value::Bad(Reason::NotAnId));
        is_like_ids.then_some(*place)
    }
}
