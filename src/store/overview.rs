//! Sums over the audit: what each user deleted, restored and kept in each week.

use super::{Store, StoreError};
use crate::domain::audit::{ContactSums, WeeklySums};
use crate::domain::clock::UnixTime;
use crate::domain::ids::{MemberId, UserId};

/// One row per week and user. A line is the end of a job or a single deletion, never both. Weeks begin on Mondays:
/// 1970 began on a Thursday, three days after a Monday.
const SUMS: &str = "SELECT (created_at + 259200) / 604800 * 604800 - 259200 AS week, user_id,
        sum(CASE WHEN action = 'finish_job' THEN coalesce(json_extract(detail, '$.deleted'), 0)
                 ELSE outcome = 'deleted' END),
        sum(CASE WHEN action = 'finish_job' THEN coalesce(json_extract(detail, '$.restored'), 0) ELSE 0 END),
        sum(CASE WHEN action = 'finish_job' THEN coalesce(json_extract(detail, '$.protected'), 0)
                 ELSE outcome = 'protected' END),
        sum(CASE WHEN action = 'finish_job'
                 THEN coalesce(json_extract(detail, '$.denied'), 0) + coalesce(json_extract(detail, '$.failed'), 0)
                 ELSE outcome IN ('denied', 'failed') END)
    FROM audit
    WHERE member_id = $1 AND created_at >= $2 AND action IN ('finish_job', 'delete_contact')
      AND id > (SELECT coalesce(max(audit_to), 0) FROM removals WHERE member_id = $1)
      AND coalesce(json_extract(detail, '$.draft'), 0) = 0
    GROUP BY week, user_id ORDER BY week, user_id";

impl Store {
    /// What each user did with contacts in each week since `since`, by week and user. Lines in the removal queue are
    /// not counted.
    pub async fn sum_audit(
        &self,
        member_id: &MemberId,
        since: UnixTime,
    ) -> Result<Vec<WeeklySums>, StoreError> {
        let rows: Vec<(i64, Option<u32>, u32, u32, u32, u32)> =
            sqlx::query_as(SUMS).bind(member_id.as_str()).bind(since.0).fetch_all(&self.reader).await?;
        let read = |(week, user, deleted, restored, kept, failed): (i64, Option<u32>, u32, u32, u32, u32)| {
            WeeklySums {
                week: UnixTime(week),
                user_id: user.and_then(UserId::new),
                sums: ContactSums { deleted, restored, kept, failed },
            }
        };
        Ok(rows.into_iter().map(read).collect())
    }
}
