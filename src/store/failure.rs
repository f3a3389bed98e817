//! What can go wrong with the database. None of it is the caller's doing.

use std::sync::Arc;

use sqlx::migrate::MigrateError;

use super::seal::SealError;

/// An error of the store. It may be the answer to many who waited for the same.
#[derive(Clone, Debug, thiserror::Error)]
pub enum StoreError {
    /// The database refused or is not there.
    #[error("database: {0}")]
    Database(Arc<sqlx::Error>),
    /// The schema cannot be brought up to date, or is newer than this program.
    #[error("migrations: {0}")]
    Migrate(Arc<MigrateError>),
    /// A sealed value does not open.
    #[error("sealed value: {0}")]
    Seal(#[from] SealError),
    /// Rows were sealed with keys that are not configured.
    #[error("rows are sealed with keys that are not in ERASER_ENCRYPTION_KEYS")]
    WrongKeys,
    /// A row holds what this program never wrote.
    #[error("unreadable row in {0}")]
    Corrupt(&'static str),
    /// The database did not answer a probe in time.
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

/// Primary result codes of SQLite that say nothing about the statement: out of memory, busy, locked, read-only, I/O
/// error, disk full, cannot open (<https://www.sqlite.org/rescode.html>).
const PASSING: [i32; 7] = [5, 6, 7, 8, 10, 13, 14];
/// A hook refused the commit. Only [`super::Store::open_unreliable`] sets one.
const COMMIT_HOOK: i32 = 531;

impl StoreError {
    /// Whether the same may succeed later without any change of the program: the disk is full, the file is locked.
    #[must_use]
    pub fn is_passing(&self) -> bool {
        match self {
            Self::Slow => true,
            Self::Database(error) => match error.as_ref() {
                sqlx::Error::Database(error) => {
                    let code = error.code().and_then(|code| code.parse::<i32>().ok()).unwrap_or(0);
                    code == COMMIT_HOOK || PASSING.contains(&(code & 0xff))
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
