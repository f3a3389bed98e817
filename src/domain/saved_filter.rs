//! A filter that somebody has saved: for themselves, or an administrator for everybody.

use jiff::ToSpan;
use serde_json::{Map, Value};

use super::clock::UnixTime;
use super::filter::parse_to;
use super::job::{JobId, Reason};
use super::schedule::Schedule;
use super::token::Principal;
use super::zone::{RelativeDate, Zone};

/// A saved filter's number.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct FilterId(pub i64);

/// A saved filter whose draft is due, as it was read.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct DueFilter {
    /// The filter.
    pub filter: FilterId,
    /// Its version: when it has another one, somebody else has changed or taken it.
    pub version: i64,
    /// When it is due again once its draft is made.
    pub next_at: UnixTime,
}

/// What a saved filter says.
#[derive(Clone, PartialEq, Debug)]
pub struct FilterBody {
    /// What people call it.
    pub name: String,
    /// The conditions, named as in the API. A date may also be a distance before today, as [`RelativeDate`] reads it.
    pub conditions: Map<String, Value>,
    /// Contacts that were created so many days ago or earlier.
    pub older_than_days: Option<u32>,
    /// The time zone whose days are meant.
    pub zone: Zone,
}

impl FilterBody {
    /// The conditions at a moment: distances and the age become moments and days, and of two ends of an interval the
    /// earlier one counts. `None`, rather than fewer conditions, where one of them cannot be told.
    #[must_use]
    pub fn conditions_at(&self, now: UnixTime) -> Option<Map<String, Value>> {
        let resolve =
            |(name, value): (&String, &Value)| Some((name.clone(), self.resolve(name, value, now)?));
        let mut conditions: Map<String, Value> =
            self.conditions.iter().map(resolve).collect::<Option<_>>()?;
        let Some(days) = self.older_than_days else { return Some(conditions) };
        let today = Zone::default().day_of(now);
        let last = today.checked_sub(i64::from(days).days()).ok()?.to_string();
        let ends_before = |text: &str| parse_to(text).zip(parse_to(&last)).is_some_and(|(a, b)| a < b);
        if !conditions.get("created_to").and_then(Value::as_str).is_some_and(ends_before) {
            conditions.insert("created_to".to_owned(), last.into());
        }
        Some(conditions)
    }

    fn resolve(&self, name: &str, value: &Value, now: UnixTime) -> Option<Value> {
        let is_date = matches!(name, "created_from" | "created_to" | "no_activity_since");
        let Some(ago) = value.as_str().filter(|text| is_date && text.starts_with('P')) else {
            return Some(value.clone());
        };
        let day = RelativeDate::parse(ago)?.before(self.zone.day_of(now))?;
        let moment = match name {
            // Both ends are included: the last second of the day.
            "created_to" => self.zone.start_of(day.tomorrow().ok()?)?.checked_sub(1.second()).ok()?,
            _ => self.zone.start_of(day)?,
        };
        Some(moment.to_string().into())
    }
}

/// A saved filter.
#[derive(Clone, PartialEq, Debug)]
pub struct SavedFilter {
    /// Its number.
    pub id: FilterId,
    /// Rises whenever it is saved or its draft is begun.
    pub version: i64,
    /// Who saved it last: whose it is unless it is shared. Drafts are prepared as this user.
    pub owner: Principal,
    /// Whether everybody in the portal sees it.
    pub is_shared: bool,
    /// What it says.
    pub body: FilterBody,
    /// When it prepares a draft.
    pub schedule: Option<Schedule>,
    /// When that is the next time.
    pub next_at: Option<UnixTime>,
    /// Why it prepares none.
    pub paused: Option<Reason>,
    /// The draft that it has prepared last.
    pub last_job: Option<JobId>,
    /// A draft or job of it that has not ended: until it has, no other is prepared.
    pub open_job: Option<JobId>,
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    /// 24 November 2026, 23:40 in Berlin and 22:40 UTC.
    const NOW: UnixTime = UnixTime(1_795_560_000);

    fn at(conditions: Value, days: Option<u32>, zone: &str) -> Option<Value> {
        let Value::Object(conditions) = conditions else { panic!() };
        let zone = Zone::parse(zone).unwrap();
        let body = FilterBody { name: "x".to_owned(), conditions, older_than_days: days, zone };
        body.conditions_at(NOW).map(Value::Object)
    }

    #[test]
    fn an_age_becomes_a_date_and_only_narrows_the_filter() {
        let at = |conditions, days| at(conditions, days, "UTC").unwrap();
        assert_eq!(at(json!({"source": "WEB"}), None), json!({"source": "WEB"}));
        assert_eq!(at(json!({}), Some(365)), json!({"created_to": "2025-11-24"}));
        assert_eq!(at(json!({"created_to": "2020-01-01"}), Some(365)), json!({"created_to": "2020-01-01"}));
        assert_eq!(at(json!({"created_to": "2026-01-01"}), Some(365)), json!({"created_to": "2025-11-24"}));
        let both = at(json!({"created_to": "P2Y"}), Some(365));
        assert_eq!(both, json!({"created_to": "2024-11-24T23:59:59Z"}));
    }

    #[test]
    fn relative_dates_use_the_filters_zone() {
        let relative = || json!({"created_from": "P0D", "created_to": "P1Y", "no_activity_since": "P12M"});
        assert_eq!(
            at(relative(), None, "Europe/Berlin").unwrap(),
            json!({"created_from": "2026-11-23T23:00:00Z", "created_to": "2025-11-24T22:59:59Z",
                "no_activity_since": "2025-11-23T23:00:00Z"})
        );
        assert_eq!(
            at(json!({"created_from": "P0D"}), None, "Asia/Tokyo").unwrap(),
            json!({"created_from": "2026-11-24T15:00:00Z"}),
            "there it is tomorrow already"
        );
    }

    #[test]
    fn an_unreadable_relative_date_drops_no_condition() {
        assert_eq!(at(json!({"without": ["phone"], "created_to": "P2X"}), None, "UTC"), None);
        assert_eq!(at(json!({"created_to": "P9999Y"}), None, "UTC"), None);
        let search = json!({"search": "P1Y", "source": "P1Y"});
        assert_eq!(at(search.clone(), None, "UTC"), Some(search), "only dates are distances");
    }
}
