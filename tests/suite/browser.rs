//! The product in a real browser: the portal's desktop with the app in its frame.

mod accessibility;
mod admin;
mod banner;
mod bulk;
mod changes;
mod connect;
mod desk;
mod dialogs;
mod driver;
mod flows;
mod idlist;
mod keyboard;
mod languages;
mod list;
mod modes;
mod obstacles;
mod saved;
mod sections;
mod shots;
mod states;
mod views;
mod whole;
mod widgets;
mod work;
