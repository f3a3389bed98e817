//! `GET /api/audit/overview`: deleted, restored and kept contacts per week and per user, as a chart and as numbers.

use std::collections::BTreeMap;

use actix_web::{HttpRequest, HttpResponse, web};
use serde_json::{Value, json};
use url::form_urlencoded;

use crate::domain::audit::{ContactSums, WeeklySums};
use crate::domain::clock::UnixTime;
use crate::web::Web;
use crate::web::api::answer;
use crate::web::context::SignedIn;
use crate::web::error::{InvalidRequest, Problem, ProblemKind};
use crate::web::pages::overview::{self, Bars};

/// How many weeks a chart shows, and how many a narrow one.
const WEEKS: u32 = 12;
const FEW_WEEKS: u32 = 8;
/// Charts below this width are narrow.
const NARROW: u32 = 480;
const WIDTHS: std::ops::RangeInclusive<u32> = 240..=1600;

/// `GET /api/audit/overview?width=`: for administrators. The chart has this width in pixels.
pub(in crate::web) async fn show_overview(
    request: HttpRequest,
    web: web::Data<Web>,
    user: SignedIn,
) -> Result<HttpResponse, Problem> {
    let invalid = || user.context.problem(ProblemKind::InvalidRequest(InvalidRequest::Parameters));
    let width = read_width(request.query_string()).ok_or_else(invalid)?;
    let count = if width < NARROW { FEW_WEEKS } else { WEEKS };
    let found = web.flows.audit_overview(&user.viewer, count).await;
    let found = found.map_err(|failure| user.context.problem(failure))?;
    let weeks = by_week(&found, web.flows.clock().now(), count);
    let bars: Vec<Bars> = weeks.iter().map(|(week, sums)| Bars { day: day(*week), sums: *sums }).collect();
    let listed: Vec<Value> =
        weeks.iter().map(|(week, sums)| with(json!({"from": day(*week)}), *sums)).collect();
    let people = by_person(&found);
    let people: Vec<Value> =
        people.iter().map(|(user, sums)| with(json!({"user_id": user}), *sums)).collect();
    let picture = overview::chart(user.context.language, width, &bars);
    Ok(answer(&json!({"weeks": listed, "people": people, "picture": picture})))
}

fn read_width(text: &str) -> Option<u32> {
    let mut width = 720;
    for (name, value) in form_urlencoded::parse(text.as_bytes()) {
        if name != "width" {
            return None;
        }
        width = value.parse().ok().filter(|width| WIDTHS.contains(width))?;
    }
    Some(width)
}

/// All weeks, including empty ones, oldest first.
fn by_week(found: &[WeeklySums], now: UnixTime, count: u32) -> Vec<(UnixTime, ContactSums)> {
    let this_week = now.start_of_week();
    (0..count)
        .rev()
        .map(|ago| {
            let week = UnixTime(this_week.0 - i64::from(ago) * UnixTime::WEEK);
            let mut sums = ContactSums::default();
            found.iter().filter(|one| one.week == week).for_each(|one| sums += one.sums);
            (week, sums)
        })
        .collect()
}

/// All users, sorted by the number of deletions.
fn by_person(found: &[WeeklySums]) -> Vec<(Option<u32>, ContactSums)> {
    let mut people: BTreeMap<Option<u32>, ContactSums> = BTreeMap::new();
    for one in found {
        *people.entry(one.user_id.map(crate::domain::ids::UserId::get)).or_default() += one.sums;
    }
    let mut people: Vec<_> = people.into_iter().collect();
    people.sort_by_key(|(_, sums)| std::cmp::Reverse(sums.deleted));
    people
}

fn with(mut value: Value, sums: ContactSums) -> Value {
    value["deleted"] = sums.deleted.into();
    value["restored"] = sums.restored.into();
    value["kept"] = sums.kept.into();
    value["failed"] = sums.failed.into();
    value
}

fn day(at: UnixTime) -> String {
    at.iso().chars().take(10).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::ids::UserId;

    #[test]
    fn empty_weeks_are_listed_and_people_are_sorted_by_deletions() {
        // Wednesday, 2026-11-04.
        let now = UnixTime(1_793_793_600);
        let sums = |deleted| ContactSums { deleted, ..ContactSums::default() };
        let of = |week, user, deleted| WeeklySums {
            week: UnixTime(week),
            user_id: UserId::new(user),
            sums: sums(deleted),
        };
        let monday = now.start_of_week();
        assert_eq!(day(monday), "2026-11-02");
        let found = [of(monday.0 - UnixTime::WEEK, 2, 5), of(monday.0, 1, 3), of(monday.0, 2, 4)];
        let weeks = by_week(&found, now, 3);
        assert_eq!(weeks.iter().map(|(_, sums)| sums.deleted).collect::<Vec<_>>(), [0, 5, 7]);
        assert_eq!(by_person(&found), [(Some(2), sums(9)), (Some(1), sums(3))]);
        assert_eq!(
            (read_width(""), read_width("width=390"), read_width("width=1"), read_width("w=9")),
            (Some(720), Some(390), None, None)
        );
    }
}
