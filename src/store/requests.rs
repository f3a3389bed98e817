//! The log of calls to portals. Many lines are added at once. Lines of an installation that is over are left out.

use std::collections::BTreeMap;

use sqlx::FromRow;

use super::chunks::ChunkSizer;
use super::{Store, StoreError};
use crate::domain::clock::UnixTime;
use crate::domain::ids::{MemberId, UserId};
use crate::domain::requests::{LoggedCall, RequestLine};

#[derive(FromRow)]
struct RequestRow {
    id: i64,
    user_id: u32,
    method: String,
    commands: Option<String>,
    parameters: String,
    outcome: String,
    status: Option<u16>,
    error: Option<String>,
    refused: Option<u32>,
    milliseconds: i64,
    attempt: u32,
    request_id: String,
    created_at: i64,
}

/// A limit that a portal has applied to calls.
#[derive(Clone, PartialEq, Eq, Debug, FromRow)]
pub struct LimitMet {
    /// The portal's error code.
    pub error: String,
    /// How many calls it refused.
    pub calls: u32,
    /// When it refused the last one, in Unix seconds.
    pub last: i64,
}

impl Store {
    /// The limits that the portal has applied to calls since `since`, as far as the log reaches back.
    pub async fn find_limits_met(
        &self,
        member_id: &MemberId,
        since: UnixTime,
    ) -> Result<Vec<LimitMet>, StoreError> {
        // The codes: b24restdocs _includes/system-errors.md.
        let rows = sqlx::query_as(
            "SELECT error, count(*) AS calls, max(created_at) AS last FROM requests
             WHERE member_id = $1 AND created_at >= $2
               AND id > (SELECT coalesce(max(requests_to), 0) FROM removals WHERE member_id = $1)
               AND error IN ('QUERY_LIMIT_EXCEEDED', 'OPERATION_TIME_LIMIT', 'OVERLOAD_LIMIT')
             GROUP BY error ORDER BY error",
        )
        .bind(member_id.as_str())
        .bind(since.0)
        .fetch_all(&self.reader)
        .await?;
        Ok(rows)
    }

    /// Adds lines in one transaction.
    pub async fn insert_requests(&self, calls: &[LoggedCall]) -> Result<(), StoreError> {
        const UNWRITABLE: StoreError = StoreError::Corrupt("requests");
        let mut tx = self.writer.begin_with("BEGIN IMMEDIATE").await?;
        for LoggedCall { call, request_id, created_at } in calls {
            let commands = (!call.commands.is_empty()).then(|| serde_json::to_string(&call.commands));
            sqlx::query(
                "INSERT INTO requests (member_id, user_id, method, commands, parameters, outcome, status, error,
                                       refused, milliseconds, attempt, request_id, created_at)
                 SELECT member_id, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13
                 FROM portals
                 WHERE member_id = $1 AND status <> 'removed' AND ($14 IS NULL OR generation = $14)",
            )
            .bind(call.principal.member_id.as_str())
            .bind(call.principal.user_id.get())
            .bind(&call.method)
            .bind(commands.transpose().map_err(|_unwritable| UNWRITABLE)?)
            .bind(call.parameters.join(","))
            .bind(call.outcome)
            .bind(call.status)
            .bind(call.error.as_deref())
            .bind(call.refused)
            .bind(i64::try_from(call.milliseconds).unwrap_or(i64::MAX))
            .bind(call.attempt)
            .bind(request_id)
            .bind(created_at.0)
            .bind(call.generation)
            .execute(&mut *tx)
            .await?;
        }
        Ok(tx.commit().await?)
    }

    /// Deletes the portal's lines that are older than `before`, and all but the newest `most`. Returns how many. It
    /// works in chunks, so other writes wait only briefly.
    pub async fn shorten_requests(
        &self,
        member_id: &MemberId,
        before: UnixTime,
        most: u32,
    ) -> Result<u64, StoreError> {
        let last: Option<i64> = sqlx::query_scalar(
            "SELECT max(coalesce((SELECT max(id) FROM requests WHERE member_id = $1 AND created_at < $2), 0),
                        coalesce((SELECT id FROM requests WHERE member_id = $1 ORDER BY id DESC LIMIT 1 OFFSET $3), 0))",
        )
        .bind(member_id.as_str())
        .bind(before.0)
        .bind(most)
        .fetch_one(&self.reader)
        .await?;
        let (mut chunks, mut dropped) = (ChunkSizer::new(&self.clock), 0);
        loop {
            let done = sqlx::query(
                "DELETE FROM requests WHERE id IN
                     (SELECT id FROM requests WHERE member_id = $1 AND id <= $2 ORDER BY id LIMIT $3)",
            )
            .bind(member_id.as_str())
            .bind(last.unwrap_or(0))
            .bind(chunks.begin())
            .execute(&self.writer)
            .await?;
            dropped += done.rows_affected();
            if !chunks.end(done.rows_affected()).await {
                return Ok(dropped);
            }
        }
    }

    /// The newest lines that are older than line `after`, newest first. If a request is named, only its lines.
    pub async fn list_requests(
        &self,
        member_id: &MemberId,
        request_id: Option<&str>,
        after: Option<i64>,
        most: u32,
    ) -> Result<Vec<RequestLine>, StoreError> {
        let rows: Vec<RequestRow> = sqlx::query_as(
            "SELECT id, user_id, method, commands, parameters, outcome, status, error, refused, milliseconds,
                    attempt, request_id, created_at
             FROM requests
             WHERE member_id = $1 AND ($2 IS NULL OR id < $2) AND ($3 IS NULL OR request_id = $3)
               AND id > (SELECT coalesce(max(requests_to), 0) FROM removals WHERE member_id = $1)
             ORDER BY id DESC LIMIT $4",
        )
        .bind(member_id.as_str())
        .bind(after)
        .bind(request_id)
        .bind(most)
        .fetch_all(&self.reader)
        .await?;
        rows.into_iter().map(read).collect()
    }
}

fn read(row: RequestRow) -> Result<RequestLine, StoreError> {
    const UNREADABLE: StoreError = StoreError::Corrupt("requests");
    let commands = row.commands.map_or_else(|| Ok(BTreeMap::default()), |text| serde_json::from_str(&text));
    Ok(RequestLine {
        id: row.id,
        user_id: UserId::new(row.user_id),
        method: row.method,
        commands: commands.map_err(|_unreadable| UNREADABLE)?,
        parameters: row.parameters,
        outcome: row.outcome,
        status: row.status,
        error: row.error,
        refused: row.refused,
        milliseconds: row.milliseconds,
        attempt: row.attempt,
        request_id: row.request_id,
        created_at: UnixTime(row.created_at),
    })
}
