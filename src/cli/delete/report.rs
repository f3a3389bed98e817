//! The report of the command `delete`. It has the same columns as the service's report.

use std::fs::{File, OpenOptions};
use std::io::{BufWriter, ErrorKind, Write};
use std::path::{Path, PathBuf};

use crate::domain::clock::UnixTime;
use crate::domain::csv;
use crate::domain::ids::ContactId;
use crate::domain::job::{Item, ItemCode, JobId, Outcome};
use crate::domain::language::Language;
use crate::i18n;
use crate::store::{Store, StoreError};

/// Contacts per read.
const CHUNK: u32 = 1_000;

/// A writable file. An existing file keeps its content until there is something to report.
#[derive(Debug)]
pub(super) struct Report {
    path: PathBuf,
    file: File,
    /// This program created the file and has written nothing. The file is removed if this stays so.
    is_unused: bool,
}

impl Drop for Report {
    fn drop(&mut self) {
        if self.is_unused {
            // The file is empty. If it cannot be removed, the next run reports that it exists.
            let _removed = std::fs::remove_file(&self.path);
        }
    }
}

impl Report {
    /// Opens the file, so that an unwritable path is found before anything is deleted.
    ///
    /// # Errors
    /// A sentence that names the problem. The list of ids is never overwritten, another file only if that is allowed.
    pub(super) fn open(path: &Path, source: Option<&Path>, may_overwrite: bool) -> Result<Self, String> {
        let wrong = |what: &str| format!("--report {} cannot be written: {what}", path.display());
        let is_same = |source: &Path| {
            let real = |path: &Path| std::fs::canonicalize(path).ok();
            real(source).is_some_and(|source| real(path) == Some(source))
        };
        if source.is_some_and(is_same) {
            return Err(wrong("the ids stand there"));
        }
        let created = OpenOptions::new().write(true).create_new(true).open(path);
        match created {
            Ok(file) => Ok(Self { path: path.to_owned(), file, is_unused: true }),
            Err(error) if error.kind() == ErrorKind::AlreadyExists => {
                // Pipes and devices hold no data that could be lost.
                if !may_overwrite && path.metadata().is_ok_and(|facts| facts.is_file()) {
                    return Err(wrong("there is such a file already; --force overwrites it"));
                }
                let file =
                    OpenOptions::new().write(true).open(path).map_err(|error| wrong(&error.to_string()))?;
                Ok(Self { path: path.to_owned(), file, is_unused: false })
            }
            Err(error) => Err(wrong(&error.to_string())),
        }
    }

    /// Writes the outcome of each contact of a job, in chunks.
    ///
    /// # Errors
    /// When the file cannot be written or the database does not answer.
    pub(super) async fn write_job(self, store: &Store, id: JobId) -> anyhow::Result<()> {
        let (mut lines, path) = self.begin()?;
        let mut after = None;
        loop {
            let items = store.find_items(id, &[], after, CHUNK).await?;
            let Some(last) = items.last() else { break };
            after = Some(last.contact_id);
            for item in &items {
                lines.write_all(line_of(item).as_bytes())?;
            }
        }
        end(lines, &path)
    }

    /// Writes the result of a lookup: each contact exists and was not touched, or does not exist.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub(super) fn write_look(
        self,
        contacts: impl IntoIterator<Item = (ContactId, Outcome)>,
    ) -> anyhow::Result<()> {
        let (mut lines, path) = self.begin()?;
        for (contact_id, outcome) in contacts {
            let item = Item::new(contact_id, outcome);
            lines.write_all(line_of(&item).as_bytes())?;
        }
        end(lines, &path)
    }

    fn begin(mut self) -> anyhow::Result<(BufWriter<File>, PathBuf)> {
        self.is_unused = false;
        // Pipes and devices have no length.
        if self.file.metadata()?.is_file() {
            self.file.set_len(0)?;
        }
        let mut lines = BufWriter::new(self.file.try_clone()?);
        let columns = csv::line(["contact_id", "outcome", "code", "message", "new_id", "settled_at"]);
        write!(lines, "{}{columns}", csv::MARK)?;
        Ok((lines, self.path.clone()))
    }
}

fn end(mut lines: BufWriter<File>, path: &Path) -> anyhow::Result<()> {
    lines.flush()?;
    super::print_error(&format!("the report is in {}", path.display()));
    Ok(())
}

fn line_of(item: &Item) -> String {
    let outcome = if item.outcome == Outcome::Asked { Outcome::Pending } else { item.outcome };
    let code = item.code.map(ItemCode::as_str).unwrap_or_default();
    let message = item.with_portal_words(&item.code.map(message).unwrap_or_default());
    let at = item.settled_at.map(UnixTime::iso).unwrap_or_default();
    csv::line([item.contact_id.to_string().as_str(), outcome.as_str(), code, &message, "", &at])
}

fn message(code: ItemCode) -> String {
    i18n::text(Language::default(), &format!("item-{}", code.as_str().replace('_', "-")))
}

/// Some contacts with an outcome and its code, for users who asked for no report.
///
/// # Errors
/// When the database does not answer.
pub(super) async fn examples(store: &Store, id: JobId, outcome: Outcome) -> Result<String, StoreError> {
    const MOST: u32 = 10;
    let items = store.find_items(id, &[outcome], None, MOST + 1).await?;
    let named = items.iter().take(MOST as usize).map(|item| match item.code {
        Some(code) => format!("{}: {}", item.contact_id, message(code)),
        None => item.contact_id.to_string(),
    });
    let mut named: Vec<String> = named.collect();
    if items.len() > named.len() {
        named.push("…".to_owned());
    }
    let between = if items.iter().any(|item| item.code.is_some()) { "\n  " } else { ", " };
    Ok(named.join(between))
}
