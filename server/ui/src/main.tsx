import { render } from 'preact';
import 'uplot/dist/uPlot.min.css';
import './style/base.css';
import './style/header.css';
import './style/query.css';
import './style/graph.css';
import './style/lists.css';
import { App } from './app/App';

const root = document.getElementById('app');
if (root === null) throw new Error('BUG: index.html has no element #app');
render(<App />, root);
