//! Errors of the store. A caller's input does not cause them.

use std::sync::Arc;

use sqlx::migrate::MigrateError;

use super::seal::SealError;

/// An error of the store. It can be cloned, because callers that share one result share its error.
#[derive(Clone, Debug, thiserror::Error)]
pub enum StoreError {
    /// The database returned an error or cannot be reached.
    #[error("database: {0}")]
    Database(Arc<sqlx::Error>),
    /// The schema cannot be migrated, or it is newer than this program.
    #[error("migrations: {0}")]
    Migrate(Arc<MigrateError>),
    /// A value cannot be sealed or opened.
    #[error("sealed value: {0}")]
    Seal(#[from] SealError),
    /// Rows are sealed with keys that are not configured.
    #[error("rows are sealed with keys that are not in ERASER_ENCRYPTION_KEYS")]
    WrongKeys,
    /// A row contains a value that this program does not write.
    #[error("unreadable row in {0}")]
    Corrupt(&'static str),
    /// The database took too long to answer a probe or to store a new job.
    #[error("the database does not answer in time")]
    Slow,
}

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        Self::Database(Arc::new(error))
    }
}

impl From<MigrateError> for StoreError {
    fn from(error: MigrateError) -> Self {
        Self::Migrate(Arc::new(error))
    }
}

/// Primary result codes of SQLite that do not depend on the statement: busy, locked, out of memory, read-only, I/O
/// error, disk full, cannot open (<https://www.sqlite.org/rescode.html>).
const TEMPORARY: [i32; 7] = [5, 6, 7, 8, 10, 13, 14];
/// A hook refused the commit. Only [`super::Store::open_unreliable`] sets a hook.
const COMMIT_HOOK: i32 = 531;

impl StoreError {
    /// Whether the same call may succeed later without a change of the program, for example after the disk was full
    /// or the file was locked.
    #[must_use]
    pub fn is_temporary(&self) -> bool {
        match self {
            Self::Slow => true,
            Self::Database(error) => match error.as_ref() {
                sqlx::Error::Database(error) => {
                    let code = error.code().and_then(|code| code.parse::<i32>().ok()).unwrap_or(0);
                    code == COMMIT_HOOK || TEMPORARY.contains(&(code & 0xff))
                }
                sqlx::Error::Io(_)
                | sqlx::Error::PoolTimedOut
                | sqlx::Error::PoolClosed
                | sqlx::Error::WorkerCrashed
                | sqlx::Error::BeginFailed => true,
                _ => false,
            },
            Self::Migrate(_) | Self::Seal(_) | Self::WrongKeys | Self::Corrupt(_) => false,
        }
    }
}
