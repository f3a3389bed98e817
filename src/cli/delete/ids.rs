//! Reads the ids from arguments, a file or standard input. It prints what it understood, and refuses unclear values
//! with their row.

use std::fmt::Write as _;
use std::io::{IsTerminal, Read as _};
use std::path::Path;

use super::webhook::masked;
use super::{Options, UsageError, print_error};
use crate::domain::ids::ContactId;
use crate::domain::job::MAX_CONTACTS;
use crate::lists::{self, Column, ColumnChoice, IdList, ListError, ListFault, ListKind, Reason};

/// Most problems that are printed at once.
const MOST_FAULTS: usize = 5;

/// Reads the ids and prints how the input was understood.
///
/// # Errors
/// A text that names the unclear value, its place and what to do.
pub(super) fn read(options: &Options) -> Result<Vec<ContactId>, UsageError> {
    let named = lists::read_arguments(&options.ids).map_err(|error| error.to_string())?;
    refuse_faults("", "argument", &named)?;
    let mut ids = named.ids;
    let mut repeated = named.repeated;
    match (file(options), &options.column) {
        (Some((name, bytes)), column) => {
            let bytes = bytes.map_err(|error| format!("{name} cannot be read: {error}"))?;
            let list = read_file(&name, &bytes, column.as_deref())?;
            let all = ids.len() + list.ids.len();
            ids.extend(&list.ids);
            ids.sort_unstable();
            ids.dedup();
            repeated += list.repeated + (all - ids.len()) as u64;
        }
        (None, Some(_)) => return Err("--column names a column of a file: there is none".to_owned()),
        (None, None) => {}
    }
    match ids.len() {
        0 => return Err("there are no ids: name them, or a file with --file".to_owned()),
        count if count > MAX_CONTACTS => {
            return Err(format!("{count} ids are too many: at most {MAX_CONTACTS} at a time"));
        }
        _ => {}
    }
    match repeated {
        0 => {}
        1 => print_error("1 id stood there more than once and is taken once"),
        many => print_error(&format!("{many} ids stood there more than once and are taken once")),
    }
    Ok(ids)
}

type Bytes = std::io::Result<Vec<u8>>;

/// The input: the named file, or standard input when neither a file nor ids were named.
fn file(options: &Options) -> Option<(String, Bytes)> {
    let is_piped = || !std::io::stdin().is_terminal();
    let standard_input = || ("standard input".to_owned(), bounded(std::io::stdin()));
    match &options.file {
        Some(file) if file == Path::new("-") => Some(standard_input()),
        Some(file) => Some((file.display().to_string(), std::fs::File::open(file).and_then(bounded))),
        None if options.ids.is_empty() && is_piped() => Some(standard_input()),
        None => None,
    }
}

/// Reads one byte more than the limit, so that a longer input is noticed.
fn bounded(source: impl std::io::Read) -> Bytes {
    let mut bytes = Vec::new();
    source.take(lists::MAX_BYTES as u64 + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}

fn read_file(name: &str, bytes: &[u8], column: Option<&str>) -> Result<IdList, UsageError> {
    let choice = column.map(ColumnChoice::new);
    let list = match lists::read(bytes, choice.as_ref()) {
        Ok(list) => list,
        // An empty file simply has no ids.
        Err(ListError::Unreadable(lists::Unreadable::Empty)) => {
            return Err(format!("{name}: there are no ids in it"));
        }
        Err(ListError::Unreadable(why)) => return Err(format!("{name}: {why}")),
        Err(ListError::NoSuchColumn(columns)) => {
            let column = column.map(masked).unwrap_or_default();
            return Err(format!(
                "{name}: there is no column {column:?}, or several{}",
                column_lines(&columns)
            ));
        }
    };
    if list.needs.is_some() {
        let ask =
            "which column holds the ids of the contacts? Name it with --column, by its heading or number";
        return Err(format!("{name}: {ask}{}", column_lines(&list.columns)));
    }
    refuse_faults(&format!("{name}: "), if list.is_text { "line" } else { "row" }, &list)?;
    print_error(&describe_input(name, &list));
    Ok(list)
}

/// The columns of a table, one per line.
fn column_lines(columns: &[Column]) -> String {
    const MOST: usize = 30;
    if columns.is_empty() {
        return ": this is a list without columns".to_owned();
    }
    let mut lines = String::from(". The columns are:");
    for column in columns.iter().take(MOST) {
        let sample = masked(&column.sample.join(", "));
        let _written = write!(lines, "\n  {}  {:?}  {sample}", column.index, masked(&column.name));
    }
    if columns.len() > MOST {
        lines.push_str("\n  …");
    }
    lines
}

fn describe_input(name: &str, list: &IdList) -> String {
    let count = match list.ids.len() {
        1 => "1 id".to_owned(),
        many => format!("{many} ids"),
    };
    let column = list.columns.iter().find(|column| Some(column.index) == list.column);
    match (list.kind, column) {
        (ListKind::Table, Some(Column { index, name: heading, .. })) if !heading.is_empty() => {
            format!(
                "{name}: a table with {count} in column {index}: {heading:?} is taken for a heading of ids"
            )
        }
        (ListKind::Table, Some(Column { index, .. })) => {
            format!("{name}: a table without a heading, with {count} in column {index}")
        }
        (ListKind::Table | ListKind::List, _) => format!("{name}: a list of {count}"),
    }
}

fn refuse_faults(name: &str, place: &str, list: &IdList) -> Result<(), UsageError> {
    if list.problem_count == 0 {
        return Ok(());
    }
    let mut faults: Vec<String> = list
        .problems
        .iter()
        .take(MOST_FAULTS)
        .map(|problem| format!("{name}{place} {}", fault(problem)))
        .collect();
    let more = list.problem_count - faults.len() as u64;
    if more > 0 {
        faults.push(format!("and {more} more"));
    }
    faults.push(
        "Nothing was sent. Mend the list, or take out what is no contact, and run it again.".to_owned(),
    );
    Err(faults.join("\n"))
}

fn fault(problem: &ListFault) -> String {
    let ListFault { row, value, reason } = problem;
    format!("{row}: {:?} {}", masked(value), reason_text(*reason))
}

/// What is wrong, and what to do about it.
fn reason_text(reason: Reason) -> &'static str {
    match reason {
        Reason::NotAnId => "is not a contact id",
        Reason::Empty => "stands in a row without a contact id",
        Reason::TooLarge => "is not a contact id: no id is so large, is it a phone number?",
        Reason::NotPositive => "is not a contact id: ids begin with 1",
        Reason::FormattedNumber => {
            "is not a contact id: it may be one formatted number or several; write plain digits, one id on each line"
        }
        Reason::SignOrZeros => "is not a contact id: is it a phone number?",
        Reason::Range => "is a range and not a contact id: write each id",
        Reason::Fraction => "is not a contact id: it is not a whole number",
        Reason::Date => "is a date and not a contact id",
        Reason::Company => "is a company and not a contact",
        Reason::Deal => "is a deal and not a contact",
        Reason::Lead => "is a lead and not a contact",
        Reason::OtherItem => "is something else in the CRM and not a contact",
        Reason::MixedForm => "names a contact in another form than the rest: write all ids alike",
        Reason::Several => "is more than one id: write each in a row of its own",
        Reason::MoreCells => {
            "stands in a row with more cells than the heading or the other rows have: is a cell with a delimiter not in quotation marks?"
        }
        Reason::UnclosedQuote => "begins where a quotation mark is never closed",
        Reason::HiddenRow => {
            "stands in a row that is hidden: show all rows, or take out those that are not meant"
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(text: &str) -> String {
        read_file("ids.csv", text.as_bytes(), None).unwrap_err()
    }

    #[test]
    fn faults_are_reported_with_line_and_advice() {
        assert!(refused("1\n2\nx").starts_with("ids.csv: line 3: \"x\" is not a contact id"));
        assert!(refused("1\na\nb\nc\nd\ne\nf").contains("and 1 more"));
        assert!(refused("ID,Text\n1,\"a\nb\"\nx,y").contains("line 4"));
        assert!(refused("12 345").contains("one id on each line"));
        assert!(refused("No,Contact\n1,1001\n2,1002\n").contains("\n  2  \"Contact\"  1001, 1002"));
        let shown = refused("https://a.bitrix24.com/rest/1/s3cret/");
        assert!(!shown.contains("s3cret"), "{shown}");
    }

    #[test]
    fn a_column_is_named_by_its_heading_or_its_number() {
        for column in ["contact", "2"] {
            let list = read_file("x", b"No,Contact\n1,1001\n", Some(column)).unwrap();
            assert_eq!(list.ids.iter().map(|id| id.get()).collect::<Vec<_>>(), [1_001]);
        }
        assert!(
            read_file("x", b"No,Contact\n1,1001\n", Some("3")).unwrap_err().contains("there is no column")
        );
        assert!(read_file("x", b"1001\n1002\n", Some("Contact")).unwrap_err().contains("there is no column"));
    }
}
