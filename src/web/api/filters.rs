//! `/api/filters`: saved filters of one user, and shared filters of administrators, which may have a calendar.

use actix_web::http::StatusCode;
use actix_web::http::header::CACHE_CONTROL;
use actix_web::{HttpResponse, web};
use serde_json::{Map, Value, json};

use super::{answer, read_body};
use crate::domain::clock::UnixTime;
use crate::domain::job::Reason;
use crate::flows::Flows;
use crate::flows::query::ContactQuery;
use crate::flows::saved_filters::{
    FilterBody, FilterError, FilterId, FilterRequest, Frequency, MOST_DAYS, SavedFilter, Schedule, Zone,
};
use crate::web::Web;
use crate::web::context::SignedIn;
use crate::web::error::{InvalidRequest, Problem, ProblemKind};

const LONGEST_NAME: usize = 80;

/// `GET /api/filters`.
pub(in crate::web) async fn list_filters(
    web: web::Data<Web>,
    user: SignedIn,
) -> Result<HttpResponse, Problem> {
    let seen = web.flows.list_filters(&user.viewer).await;
    let seen = seen.map_err(|failure| user.context.problem(failure))?;
    let one = |filter| describe(filter, seen.is_administrator, &web.flows);
    let items: Vec<Value> = seen.filters.iter().map(one).collect();
    Ok(answer(&json!({"items": items})))
}

/// `POST /api/filters`.
pub(in crate::web) async fn create_filter(
    body: web::Payload,
    web: web::Data<Web>,
    user: SignedIn,
) -> Result<HttpResponse, Problem> {
    save(None, body, &web, &user, StatusCode::CREATED).await
}

/// `PUT /api/filters/{id}`: the sender becomes the filter's owner. A paused filter continues.
pub(in crate::web) async fn replace_filter(
    id: web::Path<String>,
    body: web::Payload,
    web: web::Data<Web>,
    user: SignedIn,
) -> Result<HttpResponse, Problem> {
    let id = filter_id(&id, &user)?;
    save(Some(id), body, &web, &user, StatusCode::OK).await
}

/// `DELETE /api/filters/{id}`.
pub(in crate::web) async fn delete_filter(
    id: web::Path<String>,
    web: web::Data<Web>,
    user: SignedIn,
) -> Result<HttpResponse, Problem> {
    let id = filter_id(&id, &user)?;
    let deleted = web.flows.delete_filter(&user.viewer, id).await;
    deleted.map_err(|error| problem(error, &user))?;
    Ok(answer(&json!({"id": id.0, "outcome": "deleted"})))
}

async fn save(
    id: Option<FilterId>,
    body: web::Payload,
    web: &Web,
    user: &SignedIn,
    status: StatusCode,
) -> Result<HttpResponse, Problem> {
    let body = read_body(body, &user.context).await?;
    let invalid = || user.context.problem(ProblemKind::InvalidRequest(InvalidRequest::Parameters));
    let filter_request = read(&body, web.flows.clock().now()).ok_or_else(invalid)?;
    let saved = web.flows.save_filter(&user.viewer, id, filter_request).await;
    let saved = saved.map_err(|error| problem(error, user))?;
    let response = HttpResponse::build(status).insert_header((CACHE_CONTROL, "no-store")).take();
    Ok({ response }.json(describe(&saved, saved.is_shared, &web.flows)))
}

/// An unknown or malformed field refuses the whole request. If `shared` is missing, a filter with a calendar is
/// shared.
fn read(body: &[u8], now: UnixTime) -> Option<FilterRequest> {
    let mut fields: Map<String, Value> = serde_json::from_slice(body).ok()?;
    let name = fields.remove("name")?.as_str()?.trim().to_owned();
    let Value::Object(conditions) = fields.remove("filter")? else { return None };
    let older_than_days = match fields.remove("older_than_days") {
        None | Some(Value::Null) => None,
        Some(days) => Some(number(&days).filter(|days| (1..=MOST_DAYS).contains(days))?),
    };
    let zone = match fields.remove("zone") {
        None | Some(Value::Null) => Zone::default(),
        Some(zone) => Zone::parse(zone.as_str()?)?,
    };
    let schedule = match fields.remove("schedule") {
        None | Some(Value::Null) => None,
        Some(Value::Object(schedule)) => Some(read_schedule(schedule, &zone)?),
        Some(_) => return None,
    };
    let is_shared = match fields.remove("shared") {
        None | Some(Value::Null) => schedule.is_some(),
        Some(shared) => shared.as_bool()?,
    };
    let is_name = (1..=LONGEST_NAME).contains(&name.chars().count());
    let body = FilterBody { name, conditions, older_than_days, zone };
    ContactQuery::read(&body.conditions_at(now)?)?;
    (is_name && fields.is_empty()).then_some(FilterRequest { body, is_shared, schedule })
}

fn read_schedule(mut fields: Map<String, Value>, zone: &Zone) -> Option<Schedule> {
    let every = Frequency::parse(fields.remove("every")?.as_str()?)?;
    let mut part = |name: &str, usual: u32| match fields.remove(name) {
        None | Some(Value::Null) => u8::try_from(usual).ok(),
        Some(value) => u8::try_from(number(&value)?).ok(),
    };
    let (day, time) = (part("day", 1)?, (part("hour", 0)?, part("minute", 0)?));
    if fields.is_empty() { Schedule::new(every, day, time, zone.clone()) } else { None }
}

fn number(value: &Value) -> Option<u32> {
    value.as_u64().and_then(|number| u32::try_from(number).ok())
}

/// `query` holds the current conditions for the list and for a job. Only administrators see the calendar.
fn describe(filter: &SavedFilter, with_calendar: bool, flows: &Flows) -> Value {
    let schedule = filter.schedule.as_ref().map(|schedule| {
        json!({"every": schedule.every().as_str(), "day": schedule.day(), "hour": schedule.hour(),
            "minute": schedule.minute()})
    });
    let calendar = |value: Value| if with_calendar { value } else { Value::Null };
    json!({
        "id": filter.id.0,
        "name": filter.body.name,
        "shared": filter.is_shared,
        "filter": filter.body.conditions,
        "older_than_days": filter.body.older_than_days,
        "zone": filter.body.zone.name(),
        "query": flows.conditions_now(filter),
        "owner": filter.owner.user_id,
        "schedule": calendar(schedule.into()),
        "next_at": calendar(filter.next_at.map(UnixTime::iso).into()),
        "paused": calendar(filter.paused.map(Reason::as_str).into()),
        "last_job": calendar(filter.last_job.map(|job| job.0).into()),
        "open_job": calendar(filter.open_job.map(|job| job.0).into()),
    })
}

fn filter_id(text: &str, user: &SignedIn) -> Result<FilterId, Problem> {
    let id = text.parse().ok().filter(|id| *id > 0).map(FilterId);
    id.ok_or_else(|| problem(FilterError::NotFound, user))
}

fn problem(error: FilterError, user: &SignedIn) -> Problem {
    user.context.problem(match error {
        FilterError::NotFound => ProblemKind::FilterNotFound,
        FilterError::BadFilter => ProblemKind::InvalidRequest(InvalidRequest::Set),
        FilterError::Failure(failure) => failure.into(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unknown_or_malformed_fields_are_refused() {
        let read = |body: &Value| read(body.to_string().as_bytes(), UnixTime(1_795_500_000));
        let whole = json!({"name": " Old ", "filter": {"without": ["phone"], "created_from": "P3M"},
            "older_than_days": 365, "zone": "Europe/Berlin",
            "schedule": {"every": "month", "day": 1, "hour": 6, "minute": 30}});
        let FilterRequest { body, is_shared, schedule } = read(&whole).unwrap();
        assert_eq!((body.name.as_str(), body.older_than_days, is_shared), ("Old", Some(365), true));
        let berlin = Zone::parse("Europe/Berlin").unwrap();
        assert_eq!(schedule, Schedule::new(Frequency::Month, 1, (6, 30), berlin));
        assert!(!read(&json!({"name": "x", "filter": {"source": "WEB"}})).unwrap().is_shared);
        for odd in [
            json!({"filter": {}}),
            json!({"name": "", "filter": {}}),
            json!({"name": "x".repeat(81), "filter": {}}),
            json!({"name": "x", "filter": {"serach": "y"}}),
            json!({"name": "x", "filter": {}, "older_than_days": 0}),
            json!({"name": "x", "filter": {}, "schedule": "daily"}),
            json!({"name": "x", "filter": {}, "schedule": {"every": "year"}}),
            json!({"name": "x", "filter": {}, "schedule": {"every": "month", "day": 31}}),
            json!({"name": "x", "filter": {}, "schedule": {"every": "day", "second": 5}}),
            json!({"name": "x", "filter": {}, "schedule": {"every": "day", "minute": 60}}),
            json!({"name": "x", "filter": {}, "zone": "Mars/Base"}),
            json!({"name": "x", "filter": {"created_from": "P1H"}}),
            json!({"name": "x", "filter": {"without": "P1D"}}),
            json!({"name": "x", "filter": {}, "shared": "yes"}),
            json!({"name": "x", "filter": {}, "colour": "red"}),
        ] {
            assert!(read(&odd).is_none(), "{odd}");
        }
    }
}
