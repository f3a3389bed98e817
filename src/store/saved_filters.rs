//! Saved filters and their calendars.

use serde_json::{Map, Value, json};
use sqlx::{FromRow, Sqlite, Transaction};

use super::living::living;
use super::{Store, StoreError};
use crate::domain::clock::UnixTime;
use crate::domain::ids::{MemberId, UserId};
use crate::domain::job::{JobId, Reason};
use crate::domain::saved_filter::{DueFilter, FilterBody, FilterId, SavedFilter};
use crate::domain::schedule::{Frequency, Schedule};
use crate::domain::token::Principal;
use crate::domain::zone::Zone;

const UNREADABLE: StoreError = StoreError::Corrupt("saved_filters");

#[derive(FromRow)]
struct FilterRow {
    id: i64,
    version: i64,
    member_id: String,
    user_id: u32,
    shared: bool,
    body: Vec<u8>,
    every: Option<String>,
    on_day: Option<u8>,
    at_hour: Option<u8>,
    at_minute: u8,
    zone: Option<String>,
    next_at: Option<i64>,
    paused: Option<String>,
    last_job: Option<i64>,
    open_job: Option<i64>,
}

/// A filter's row, and the jobs that it has prepared.
macro_rules! columns {
    () => {
        "*, (SELECT max(id) FROM jobs WHERE saved_filter = saved_filters.id) AS last_job,
            (SELECT max(id) FROM jobs WHERE saved_filter = saved_filters.id AND finished_at IS NULL) AS open_job"
    };
}

pub(super) fn place(member_id: &str) -> String {
    format!("saved_filters/{member_id}")
}

impl Store {
    /// The filters that a user sees: the portal's shared filters and the user's own, the oldest first.
    pub async fn list_filters(&self, viewer: &Principal) -> Result<Vec<SavedFilter>, StoreError> {
        let sql = concat!(
            "SELECT ",
            columns!(),
            " FROM saved_filters WHERE member_id = $1 AND (shared = 1 OR user_id = $2) ORDER BY id"
        );
        let rows: Vec<FilterRow> = sqlx::query_as(sql)
            .bind(viewer.member_id.as_str())
            .bind(viewer.user_id.get())
            .fetch_all(&self.reader)
            .await?;
        rows.into_iter().map(|row| self.read_filter(&row)).collect()
    }

    /// A filter of a portal. Whether a user may see it is not checked here.
    pub async fn find_filter(
        &self,
        member_id: &MemberId,
        id: FilterId,
    ) -> Result<Option<SavedFilter>, StoreError> {
        let sql = concat!("SELECT ", columns!(), " FROM saved_filters WHERE member_id = $1 AND id = $2");
        let row: Option<FilterRow> =
            sqlx::query_as(sql).bind(member_id.as_str()).bind(id.0).fetch_optional(&self.reader).await?;
        row.map(|row| self.read_filter(&row)).transpose()
    }

    /// Saves a filter for its owner. It is new, or it replaces a filter that is shared or the owner's own, as it was
    /// read. A pause ends. Returns its id; `None` if there is no such filter or the installation is over.
    pub async fn save_filter(
        &self,
        replaced: Option<&SavedFilter>,
        (owner, generation): (&Principal, i64),
        (body, is_shared): (&FilterBody, bool),
        schedule: Option<&Schedule>,
    ) -> Result<Option<FilterId>, StoreError> {
        let text = json!({"name": body.name, "conditions": body.conditions, "older_than_days": body.older_than_days});
        let sealed = self.seal.seal(&place(owner.member_id.as_str()), &text.to_string())?;
        let next_at = schedule.map(|schedule| schedule.next_after(self.clock.now()).0);
        let sql = if replaced.is_some() {
            concat!(
                "UPDATE saved_filters SET user_id = $3, body = $4, every = $5, on_day = $6, at_hour = $7, next_at = $8,
                     shared = $11, at_minute = $12, zone = $13, paused = NULL, version = version + 1, updated_at = $9
                 WHERE id = $1 AND member_id = $2 AND shared = $14 AND (shared = 1 OR user_id = $3) AND ",
                living!("$2", "$10"),
                " RETURNING id"
            )
        } else {
            "INSERT INTO saved_filters (id, member_id, user_id, body, every, on_day, at_hour, next_at, updated_at, shared,
                 at_minute, zone)
             SELECT $1, member_id, $3, $4, $5, $6, $7, $8, $9, $11, $12, $13
             FROM portals WHERE member_id = $2 AND status <> 'removed' AND generation = $10 AND $14 IS NULL
             RETURNING id"
        };
        let saved: Option<i64> = sqlx::query_scalar(sql)
            .bind(replaced.map(|filter| filter.id.0))
            .bind(owner.member_id.as_str())
            .bind(owner.user_id.get())
            .bind(sealed)
            .bind(schedule.map(|schedule| schedule.every().as_str()))
            .bind(schedule.map(Schedule::day))
            .bind(schedule.map(Schedule::hour))
            .bind(next_at)
            .bind(self.now())
            .bind(generation)
            .bind(is_shared)
            .bind(schedule.map_or(0, Schedule::minute))
            .bind(body.zone.name())
            .bind(replaced.map(|filter| filter.is_shared))
            .fetch_optional(&self.writer)
            .await?;
        Ok(saved.map(FilterId))
    }

    /// Deletes a filter that is shared or the user's own, as it was read. Returns `false` if there is no such filter.
    /// Ids are never used twice, so the id of a filter of an earlier installation finds nothing.
    pub async fn delete_filter(&self, user: &Principal, filter: &SavedFilter) -> Result<bool, StoreError> {
        let done = sqlx::query(
            "DELETE FROM saved_filters
             WHERE id = $1 AND member_id = $2 AND shared = $3 AND (shared = 1 OR user_id = $4)",
        )
        .bind(filter.id.0)
        .bind(user.member_id.as_str())
        .bind(filter.is_shared)
        .bind(user.user_id.get())
        .execute(&self.writer)
        .await?;
        Ok(done.rows_affected() > 0)
    }

    /// Claims the due filters for one process. They are due again at `again`. Each gets a new version. If one cannot
    /// be read, the others are still returned.
    pub async fn claim_due_filters(
        &self,
        again: UnixTime,
        most: u32,
    ) -> Result<Vec<SavedFilter>, StoreError> {
        let rows: Vec<FilterRow> = sqlx::query_as(concat!(
            "UPDATE saved_filters SET next_at = $2, version = version + 1
             WHERE id IN (SELECT id FROM saved_filters
                          WHERE next_at <= $1 AND paused IS NULL ORDER BY next_at LIMIT $3)
             RETURNING ",
            columns!()
        ))
        .bind(self.now())
        .bind(again.0)
        .bind(most)
        .fetch_all(&self.writer)
        .await?;
        let read = |row: FilterRow| match self.read_filter(&row) {
            Ok(filter) => Some(filter),
            Err(error) => {
                tracing::error!(filter.id = row.id, %error, "a saved filter cannot be read");
                None
            }
        };
        Ok(rows.into_iter().filter_map(read).collect())
    }

    /// Sets when a filter is due next. Returns `false` if it was changed or claimed since it was read.
    pub async fn postpone(&self, due: DueFilter) -> Result<bool, StoreError> {
        let mut tx = self.writer.begin_with("BEGIN IMMEDIATE").await?;
        let is_unchanged = set_next(&mut tx, due).await?;
        tx.commit().await?;
        Ok(is_unchanged)
    }

    /// Pauses a filter's calendar until a user saves the filter again. Returns the generation of its portal; `None`
    /// if it was changed or claimed since it was read, or the portal has left.
    pub async fn pause_filter(&self, due: DueFilter, reason: Reason) -> Result<Option<i64>, StoreError> {
        let generation = sqlx::query_scalar(
            "UPDATE saved_filters SET paused = $3, next_at = NULL WHERE id = $1 AND version = $2
             RETURNING (SELECT generation FROM portals WHERE member_id = saved_filters.member_id)",
        )
        .bind(due.filter.0)
        .bind(due.version)
        .bind(reason.as_str())
        .fetch_optional(&self.writer)
        .await?;
        Ok(generation)
    }

    fn read_filter(&self, row: &FilterRow) -> Result<SavedFilter, StoreError> {
        let text = self.seal.open(&place(&row.member_id), &row.body)?;
        let owner = Principal {
            member_id: MemberId::parse(&row.member_id).ok_or(UNREADABLE)?,
            user_id: UserId::new(row.user_id).ok_or(UNREADABLE)?,
        };
        // Filters of earlier versions use UTC.
        let zone = match row.zone.as_deref() {
            None => Zone::default(),
            Some(name) => Zone::parse(name).ok_or(UNREADABLE)?,
        };
        let schedule = match (row.every.as_deref().and_then(Frequency::parse), row.on_day, row.at_hour) {
            (Some(every), Some(day), Some(hour)) => {
                Schedule::new(every, day, (hour, row.at_minute), zone.clone())
            }
            _ => None,
        };
        Ok(SavedFilter {
            id: FilterId(row.id),
            version: row.version,
            owner,
            is_shared: row.shared,
            body: read_body(&text, zone).ok_or(UNREADABLE)?,
            schedule,
            next_at: row.next_at.map(UnixTime),
            paused: row.paused.as_deref().and_then(Reason::parse),
            last_job: row.last_job.map(JobId),
            open_job: row.open_job.map(JobId),
        })
    }
}

/// Sets when a filter is due next, in the transaction that creates its draft. Returns `false` if it was changed or
/// claimed since it was read. The newer calendar then stays.
pub(super) async fn set_next(tx: &mut Transaction<'_, Sqlite>, due: DueFilter) -> Result<bool, StoreError> {
    let done = sqlx::query("UPDATE saved_filters SET next_at = $3 WHERE id = $1 AND version = $2")
        .bind(due.filter.0)
        .bind(due.version)
        .bind(due.next_at.0)
        .execute(&mut **tx)
        .await?;
    Ok(done.rows_affected() == 1)
}

fn read_body(text: &str, zone: Zone) -> Option<FilterBody> {
    let mut fields: Map<String, Value> = serde_json::from_str(text).ok()?;
    let Some(Value::Object(conditions)) = fields.remove("conditions") else { return None };
    // An age that cannot be read must not become "no age": the filter would match more contacts.
    let older_than_days = match fields.get("older_than_days")? {
        Value::Null => None,
        days => Some(u32::try_from(days.as_u64()?).ok()?),
    };
    Some(FilterBody { name: fields.get("name")?.as_str()?.to_owned(), conditions, older_than_days, zone })
}
