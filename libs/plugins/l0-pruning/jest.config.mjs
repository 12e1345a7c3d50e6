import preset from '../../../jest.preset.js';

export default { ...preset, displayName: 'plugin-l0-pruning' };
