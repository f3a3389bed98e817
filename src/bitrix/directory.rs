//! The CRM's directories: the names of the codes in contacts' fields. Every user with access to the CRM may read them
//! (b24restdocs api-reference/crm/status/crm-status-list.md).

use serde_json::Value;

use super::batch::{Command, CommandOutcome};
use super::error::RestError;
use super::http::CallTimeout;
use super::lenient;
use super::rest::{Caller, RestClient};
use crate::domain::filter::{Source, SourceCode};

const SOURCES: &str = "SOURCE";

/// The sources of contacts, in the portal's order.
///
/// # Errors
/// See [`RestError`].
pub async fn sources(rest: &RestClient, caller: &Caller) -> Result<Vec<Source>, RestError> {
    let command = Command::new("crm.status.list")
        .with("order[SORT]", "ASC")
        .with("filter[ENTITY_ID]", SOURCES)
        .with("start", -1);
    let outcome = rest.batch(caller, &[command], CallTimeout::Read).await?.pop();
    let answer = outcome.unwrap_or(CommandOutcome::Missing).into_answer()?;
    let rows = answer.result.as_array().ok_or(RestError::Unreadable { status: 200 })?;
    Ok(rows.iter().filter_map(read).collect())
}

/// Skips entries of other directories. A portal that ignores the condition lists them.
fn read(row: &Value) -> Option<Source> {
    if row.get("ENTITY_ID").and_then(Value::as_str) != Some(SOURCES) {
        return None;
    }
    let code = SourceCode::parse(&lenient::text(row.get("STATUS_ID"))?)?;
    let name = lenient::text(row.get("NAME")).filter(|name| !name.trim().is_empty());
    Some(Source { name: name.unwrap_or_else(|| code.as_str().to_owned()), code })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn entries_of_other_directories_or_without_a_code_are_skipped() {
        let row = |entity: &str, code: &str, name: Value| json!({"ENTITY_ID": entity, "STATUS_ID": code, "NAME": name});
        let name = |row: &Value| read(row).map(|source| source.name);
        assert_eq!(name(&row("SOURCE", "UC_1A", json!("Fair"))).as_deref(), Some("Fair"));
        assert_eq!(name(&row("SOURCE", "WEB", json!(null))).as_deref(), Some("WEB"));
        assert_eq!(name(&row("CONTACT_TYPE", "CLIENT", json!("Clients"))), None);
        assert_eq!(name(&row("SOURCE", "", json!("Nothing"))), None);
    }
}
