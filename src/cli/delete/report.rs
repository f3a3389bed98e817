//! The report of the command `delete`: the same columns as the service's.

use std::fs::File;
use std::io::Write as _;

use crate::domain::csv;
use crate::domain::job::{Item, JobId, Outcome};
use crate::domain::language::Language;
use crate::i18n;
use crate::store::Store;

/// Writes what became of each contact, in portions.
///
/// # Errors
/// When the file or the database does not take part.
pub(super) async fn write_report(store: &Store, id: JobId, mut file: File) -> anyhow::Result<()> {
    const PORTION: u32 = 1_000;
    write!(
        file,
        "{}{}",
        csv::MARK,
        csv::line(["contact_id", "outcome", "code", "message", "new_id", "settled_at"])
    )?;
    let mut after = None;
    loop {
        let items = store.find_items(id, &[], after, PORTION).await?;
        let Some(last) = items.last() else { return Ok(()) };
        after = Some(last.contact_id);
        for item in &items {
            file.write_all(report_line(item).as_bytes())?;
        }
    }
}

fn report_line(item: &Item) -> String {
    let outcome = if item.outcome == Outcome::Asked { Outcome::Pending } else { item.outcome };
    let code = item.code.map(crate::domain::job::ItemCode::as_str).unwrap_or_default();
    let message = match code {
        "" => String::new(),
        code => i18n::text(Language::default(), &format!("item-{}", code.replace('_', "-"))),
    };
    let at = item.settled_at.and_then(|at| jiff::Timestamp::from_second(at.0).ok());
    let at = at.map(|at| at.to_string()).unwrap_or_default();
    csv::line([item.contact_id.to_string().as_str(), outcome.as_str(), code, &message, "", &at])
}
