//! `/api/id-lists`: reads the ids in a text or a file. Nothing is stored, and the portal is not called.

use std::sync::Arc;
use std::time::Duration;

use actix_web::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use actix_web::{HttpRequest, HttpResponse, web};
use serde::Serialize;
use tokio::sync::Semaphore;
use tokio::time::timeout;
use url::form_urlencoded;

use crate::domain::ids::ContactId;
use crate::domain::language::Language;
use crate::i18n;
use crate::lists::{self, ColumnChoice, IdList, ListError, ListFault, MissingChoice};
use crate::web::Web;
use crate::web::body::{self, FileError};
use crate::web::context::SignedIn;
use crate::web::error::{InvalidRequest, Problem, ProblemKind};
use crate::web::upload_slots::UploadSlots;

/// How many lists are read at once. Each list takes bounded memory, so all of them together do too.
const AT_A_TIME: usize = 2;
/// How long a request waits for its turn. Reading a large list takes seconds.
const MAX_WAIT: Duration = Duration::from_secs(15);
/// When the client may retry.
const RETRY_AFTER: Duration = Duration::from_secs(10);

/// Limits for reading lists.
#[derive(Clone, Debug)]
pub(in crate::web) struct ListReaders {
    files: Arc<UploadSlots>,
    turns: Arc<Semaphore>,
}

impl Default for ListReaders {
    fn default() -> Self {
        Self { files: Arc::default(), turns: Arc::new(Semaphore::new(AT_A_TIME)) }
    }
}

/// `POST /api/id-lists`: reads the body. Its content type is ignored.
pub(in crate::web) async fn read_list(
    request: HttpRequest,
    body: web::Payload,
    web: web::Data<Web>,
    user: SignedIn,
) -> Result<HttpResponse, Problem> {
    let problem = |kind| user.context.problem(kind);
    let column = read_query(request.query_string())
        .map_err(|()| problem(ProblemKind::InvalidRequest(InvalidRequest::Parameters)))?;
    let ListReaders { files, turns } = &web.lists;
    let portal = &user.viewer.principal.member_id;
    let (bytes, slot) = body::read_file(body, lists::MAX_BYTES, (files, portal)).await.map_err(|error| {
        problem(match error {
            FileError::TooLong => ProblemKind::ListTooLarge,
            FileError::BrokeOff => ProblemKind::InvalidRequest(InvalidRequest::Parameters),
            FileError::NoSlot => ProblemKind::ListsBusy(RETRY_AFTER),
        })
    })?;
    let broken = |error: String| problem(ProblemKind::Internal(error));
    let turn = timeout(MAX_WAIT, Arc::clone(turns).acquire_owned()).await;
    let turn = turn.map_err(|_late| problem(ProblemKind::ListsBusy(RETRY_AFTER)))?;
    let turn = turn.map_err(|error| broken(error.to_string()))?;
    let language = user.context.language;
    let work = move || {
        // Both are held until the list is read, even if the browser disconnects: reading cannot be stopped.
        let _held = (turn, slot);
        lists::read(&bytes, column.as_ref()).map(|list| serde_json::to_string(&view(&list, language)))
    };
    match web::block(work).await.map_err(|error| broken(error.to_string()))? {
        Ok(Ok(list)) => Ok(HttpResponse::Ok()
            .insert_header((CONTENT_TYPE, "application/json"))
            .insert_header((CACHE_CONTROL, "no-store"))
            .body(list)),
        Ok(Err(error)) => Err(broken(error.to_string())),
        Err(ListError::Unreadable(why)) => Err(problem(ProblemKind::UnreadableList(why))),
        Err(ListError::NoSuchColumn(_)) => Err(problem(ProblemKind::NoSuchColumn)),
    }
}

/// The column that the user named, if any.
fn read_query(text: &str) -> Result<Option<ColumnChoice>, ()> {
    let mut column = None;
    for (name, value) in form_urlencoded::parse(text.as_bytes()) {
        match name.as_ref() {
            "column" if column.is_none() => column = Some(value.into_owned()),
            _ => return Err(()),
        }
    }
    Ok(column.filter(|column| !column.trim().is_empty()).map(|column| ColumnChoice::new(&column)))
}

/// A list as an answer.
#[derive(Debug, Serialize)]
struct ListView<'a> {
    kind: &'static str,
    columns: Vec<ColumnView<'a>>,
    column: Option<usize>,
    needs: Option<&'static str>,
    ids: &'a [ContactId],
    repeated: u64,
    problems: Vec<FaultView<'a>>,
    problem_count: u64,
}

#[derive(Debug, Serialize)]
struct ColumnView<'a> {
    index: usize,
    name: &'a str,
    sample: &'a [String],
}

/// A problem with its stable code and its text.
#[derive(Debug, Serialize)]
struct FaultView<'a> {
    row: u64,
    value: &'a str,
    reason: &'static str,
    text: String,
}

fn view(list: &IdList, language: Language) -> ListView<'_> {
    let columns = list.columns.iter();
    ListView {
        kind: list.kind.as_str(),
        columns: columns
            .map(|column| ColumnView { index: column.index, name: &column.name, sample: &column.sample })
            .collect(),
        column: list.column,
        needs: list.needs.map(MissingChoice::as_str),
        ids: &list.ids,
        repeated: list.repeated,
        problems: list.problems.iter().map(|fault| view_of_fault(fault, language)).collect(),
        problem_count: list.problem_count,
    }
}

fn view_of_fault(fault: &ListFault, language: Language) -> FaultView<'_> {
    let reason = fault.reason.as_str();
    let text = i18n::text(language, &format!("list-fault-{}", reason.replace('_', "-")));
    FaultView { row: fault.row, value: &fault.value, reason, text }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lists::{Reason, Unreadable};

    #[test]
    fn only_the_column_parameter_is_accepted() {
        assert_eq!(read_query(""), Ok(None));
        assert_eq!(read_query("column="), Ok(None));
        assert_eq!(read_query("column=Contact+ID"), Ok(Some(ColumnChoice::new("Contact ID"))));
        for text in ["row=1", "column=1&column=2"] {
            assert_eq!(read_query(text), Err(()), "{text}");
        }
    }

    #[test]
    fn every_fault_and_every_unreadable_file_has_a_text() {
        for language in Language::ALL {
            let faults = Reason::ALL.map(|reason| format!("list-fault-{}", reason.as_str()));
            let files = Unreadable::ALL.map(|why| format!("unreadable-{}", why.as_str()));
            for key in faults.iter().chain(&files) {
                let text = i18n::text(language, &key.replace('_', "-"));
                assert!(!text.starts_with("Unknown localization"), "{key}");
            }
        }
    }
}
