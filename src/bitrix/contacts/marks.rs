//! Marks of contacts that this app created. A mark is stored as the contact's origin until the new id is saved. After a
//! lost answer, the mark identifies the created contact.

use std::collections::HashMap;

use serde_json::{Value, json};

use super::lenient;
use crate::bitrix::batch::Command;
use crate::bitrix::error::RestError;
use crate::bitrix::http::CallTimeout;
use crate::bitrix::rest::{Caller, RestClient};
use crate::domain::ids::ContactId;

/// The originator in every mark.
pub(super) const ORIGINATOR: &str = "contact-eraser";
/// Rows in one answer of a list.
const PAGE: usize = 50;

/// The result of the search for a mark.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum MarkSearch {
    /// This contact has the mark.
    Found(ContactId),
    /// No contact that the user can see has it.
    NotFound,
    /// The portal ignored the condition and lists contacts with other marks. The contact may be on a later page.
    Unclear,
}

/// Looks for the contacts with up to fifty marks. Answers have the same order.
///
/// # Errors
/// See [`RestError`].
pub async fn find(
    rest: &RestClient,
    caller: &Caller,
    marks: &[String],
) -> Result<Vec<MarkSearch>, RestError> {
    let look = |mark: &String| {
        Command::new("crm.contact.list")
            .with("filter[=ORIGINATOR_ID]", ORIGINATOR)
            .with("filter[=ORIGIN_ID]", mark)
            .with("select[]", "ID")
            .with("select[]", "ORIGIN_ID")
            .with("order[ID]", "ASC")
            .with("start", -1)
    };
    let commands: Vec<Command> = marks.iter().map(look).collect();
    let outcomes = rest.batch(caller, &commands, CallTimeout::Read).await?;
    marks
        .iter()
        .zip(outcomes)
        .map(|(mark, outcome)| read_search(mark, &outcome.into_answer()?.result))
        .collect()
}

fn read_search(mark: &str, result: &Value) -> Result<MarkSearch, RestError> {
    let rows = result.as_array().ok_or(RestError::Unreadable { status: 200 })?;
    let is_it = |row: &&Value| row.get("ORIGIN_ID").and_then(Value::as_str) == Some(mark);
    let id = rows.iter().find(is_it).and_then(number);
    Ok(id.map_or(if rows.is_empty() { MarkSearch::NotFound } else { MarkSearch::Unclear }, MarkSearch::Found))
}

/// Reads the marks of up to fifty contacts. A contact that the user cannot see is missing; `None` for a contact without
/// a mark of this app.
///
/// # Errors
/// See [`RestError`].
pub async fn read(
    rest: &RestClient,
    caller: &Caller,
    ids: &[ContactId],
) -> Result<HashMap<ContactId, Option<String>>, RestError> {
    let ids: Vec<u32> = ids.iter().map(|id| id.get()).collect();
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let rows = list(rest, caller, &json!({"@ID": ids})).await?;
    let mark = |row: &Value| {
        is_marked(row).then(|| row.get("ORIGIN_ID").and_then(Value::as_str).unwrap_or_default().to_owned())
    };
    Ok(rows.iter().filter_map(|row| Some((number(row)?, mark(row)))).collect())
}

/// A contact that still has a mark.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct MarkedContact {
    /// The id of the deleted contact that it replaces.
    pub old_id: ContactId,
    /// Its own id.
    pub new_id: ContactId,
}

/// A page of contacts with marks.
#[derive(Debug)]
pub struct MarkedPage {
    /// Those whose mark begins with the given prefix.
    pub ours: Vec<MarkedContact>,
    /// The number of all rows of the page.
    pub rows: usize,
    /// The id after which the next page begins; `None` on the last.
    pub next: Option<ContactId>,
}

/// Lists contacts with marks in ascending order of ids, fifty at a time.
///
/// # Errors
/// See [`RestError`].
pub async fn list_marked(
    rest: &RestClient,
    caller: &Caller,
    prefix: &str,
    after: Option<ContactId>,
) -> Result<MarkedPage, RestError> {
    let filter = json!({"=ORIGINATOR_ID": ORIGINATOR, ">ID": after.map_or(0, ContactId::get)});
    let rows = list(rest, caller, &filter).await?;
    let marked = |row: &Value| {
        let mark = row.get("ORIGIN_ID").and_then(Value::as_str)?.strip_prefix(prefix)?;
        Some(MarkedContact { old_id: ContactId::parse(mark)?, new_id: number(row)? })
            .filter(|_| is_marked(row))
    };
    let last = rows.last().and_then(number).filter(|last| after.is_none_or(|after| *last > after));
    let next = if rows.len() < PAGE { None } else { last };
    Ok(MarkedPage { ours: rows.iter().filter_map(marked).collect(), rows: rows.len(), next })
}

async fn list(rest: &RestClient, caller: &Caller, filter: &Value) -> Result<Vec<Value>, RestError> {
    let params = json!({
        "filter": filter,
        "select": ["ID", "ORIGINATOR_ID", "ORIGIN_ID"],
        "order": {"ID": "ASC"},
        "start": -1,
    });
    let params = params.as_object().cloned().unwrap_or_default();
    let answer = rest.call(caller, "crm.contact.list", params, CallTimeout::Read).await?;
    match answer.result {
        Value::Array(rows) => Ok(rows),
        _ => Err(RestError::Unreadable { status: 200 }),
    }
}

fn number(row: &Value) -> Option<ContactId> {
    lenient::number(row.get("ID")).and_then(ContactId::new)
}

fn is_marked(row: &Value) -> bool {
    row.get("ORIGINATOR_ID").and_then(Value::as_str) == Some(ORIGINATOR)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn contacts_with_other_marks_leave_the_search_unclear() {
        let row = |id: u32, mark: &str| json!({"ID": id.to_string(), "ORIGIN_ID": mark});
        let search = |rows: Value| read_search("1-2-3", &rows).unwrap();
        assert_eq!(search(json!([])), MarkSearch::NotFound);
        assert_eq!(search(json!([row(7, "1-2-3")])), MarkSearch::Found(ContactId::new(7).unwrap()));
        assert_eq!(search(json!([row(5, ""), row(6, "1-2-4")])), MarkSearch::Unclear);
        assert!(read_search("1-2-3", &json!({})).is_err());
    }
}
